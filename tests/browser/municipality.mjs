// The sign-in of a municipality, for the journeys: oidc-provider on this machine. Whoever comes may be anybody and
// types any password. It stands at "localhost" and the program at 127.0.0.1, so that browsers see two sites.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const makeKey = {
  RS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
};

export async function startMunicipality({ algorithm = "RS256" } = {}) {
  let answer = (request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  const issuer = `http://localhost:${server.address().port}`;
  const secret = randomBytes(24).toString("base64url");
  const key = makeKey[algorithm]().privateKey.export({ format: "jwk" });

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
            id_token_signed_response_alg: algorithm,
          },
        ],
        pkce: { required: () => true },
        cookies: { keys: [secret] },
        jwks: { keys: [{ ...key, kid: "1", use: "sig", alg: algorithm }] },
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
