#include "foundation/web/bare_page.hpp"

#include <fmt/format.h>
#include <string_view>

namespace dorfnetz::web {

namespace {

struct Words
{
    std::string_view heading;
    std::string_view text;
};

Words words_for(int status)
{
    switch (status) {
    case 408:
        return {"Das hat zu lange gedauert", "Die Anfrage kam nicht vollständig an. Versuch es noch einmal."};
    case 413:
        return {"Das ist zu groß",
                "Nimm eine kleinere Datei oder einen kürzeren Text und versuch es noch einmal."};
    case 414:
    case 431:
        return {"Die Adresse ist zu lang", "Kürze die Adresse oder beginne auf der Startseite."};
    case 429:
        return {"Das ging zu schnell", "Warte ein paar Minuten und versuch es noch einmal."};
    case 503:
        return {"Gerade geht es nicht",
                "Es wurde nichts geändert. Versuch es in ein paar Minuten noch einmal."};
    case 500:
        return {"Da ist etwas schiefgegangen", "Es liegt nicht an dir. Versuch es später noch einmal."};
    default:
        return {"Diese Anfrage verstehen wir nicht", "Beginne auf der Startseite."};
    }
}

http::Response with_words(int status, const Words& words, Line line)
{
    auto response = http::text_response(
        status,
        fmt::format("<!doctype html><html lang=\"de\"><head><meta charset=\"utf-8\"><meta "
                    "name=\"viewport\" content=\"width=device-width\"><title>{0}</title></head>"
                    "<body><main><h1>{0}</h1><p>{1}</p></main></body></html>\n",
                    words.heading, words.text),
        "text/html; charset=utf-8");
    add_security_headers(response, line);
    forbid_keeping(response);
    return response;
}

} // namespace

http::Response bare_page(int status, Line line)
{
    return with_words(status, words_for(status), line);
}

http::Response no_network_page(Line line)
{
    return with_words(
        404, {"Hier ist noch kein Netzwerk", "Unter dieser Adresse ist kein Netzwerk eingerichtet."}, line);
}

} // namespace dorfnetz::web
