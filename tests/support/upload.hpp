#pragma once

#include "tests/support/site.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

// Sending files as browsers do.
namespace dorfnetz::support {

// The smallest picture there is: one pixel as PNG.
inline std::string one_pixel()
{
    constexpr std::array<std::uint8_t, 67> bytes{
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
        0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00,
        0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81,
        0xda, 0x45, 0x08, 0x3b, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
    return {bytes.begin(), bytes.end()};
}

// Another picture than the one above to whoever compares bytes: what follows the end of a PNG is not read.
inline std::string another_pixel(char number = '2')
{
    return one_pixel() + number;
}

struct Upload
{
    std::string field;
    std::string file_name;
    std::string content;
    std::vector<std::pair<std::string, std::string>> words = {};
};

// Fetches the form of this page, fills it, waits as a person does and sends it.
inline Answer send_upload(TestSite& site, const std::string& path, const Upload& upload)
{
    const std::string boundary = "----grenze";
    std::string body;
    const auto add = [&](const std::string& head, const std::string& value) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + value + "\r\n";
    };
    add("name=\"_token\"", TestSite::token_in(site.get(path).body, path));
    for (const auto& [name, value] : upload.words)
        add("name=\"" + name + "\"", value);
    add("name=\"" + upload.field + "\"; filename=\"" + upload.file_name + "\"", upload.content);
    body += "--" + boundary + "--\r\n";
    site.clock.advance(std::chrono::seconds(3));
    return site.post(path, body, "multipart/form-data; boundary=" + boundary);
}

} // namespace dorfnetz::support
