// The sign-in of a municipality, for the journeys: oidc-provider on this machine. Whoever comes may be anybody and
// types any password. It stands at "localhost" and the program at 127.0.0.1, so that browsers see two sites.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

export async function startMunicipality() {
  let answer = (request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  const issuer = `http://localhost:${server.address().port}`;
  const secret = randomBytes(24).toString("base64url");
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

  return {
    issuer,
    // What stands in dorfnetz.toml about it.
    settings: (network) =>
      `[provider.${network}]\nissuer = "${issuer}"\nclient_id = "dorfnetz"\nclient_secret = "${secret}"\n` +
      `name = "Gemeinde Beispiel"\n`,
    // Lets the program at this address send people here.
    accept(origin) {
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: "dorfnetz",
            client_secret: secret,
            redirect_uris: [`${origin}/anmelden/gemeinde/zurueck`],
            response_types: ["code"],
            grant_types: ["authorization_code"],
          },
        ],
        pkce: { required: () => true },
        cookies: { keys: [secret] },
        jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "r1", use: "sig", alg: "RS256" }] },
        findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
      });
      answer = provider.callback();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
