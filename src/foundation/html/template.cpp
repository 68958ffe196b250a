#include "foundation/html/html.hpp"

#include "embedded/templates.hpp"
#include "foundation/core/random.hpp"
#include "foundation/core/text.hpp"

#include <atomic>
#include <ctemplate/template.h>
#include <ctemplate/template_dictionary.h>
#include <ctemplate/template_emitter.h>
#include <ctemplate/template_modifiers.h>
#include <set>
#include <stdexcept>

namespace dorfnetz::html {

namespace {

std::atomic<bool> checking = false;

// Marks markup on its way through the dictionary. Nobody outside this process can write it, so the
// modifier below passes on what came from a Safe and escapes everything else.
const std::string& safe_mark()
{
    static const std::string mark = [] {
        SystemRandom random;
        return "\x01" + random_token(random) + "\x01";
    }();
    return mark;
}

class PassOnSafe final : public ctemplate::TemplateModifier
{
public:
    void Modify(const char* in, std::size_t size, const ctemplate::PerExpandData* data,
                ctemplate::ExpandEmitter* out, const std::string& argument) const override
    {
        const std::string_view text(in, size);
        if (text.starts_with(safe_mark()))
            out->Emit(in + safe_mark().size(), size - safe_mark().size());
        else
            ctemplate::html_escape.Modify(in, size, data, out, argument);
    }
};

// {{NAME_URL}} takes nothing but a Url, whose scheme was checked when it was made. The engine's own check
// knows http and mailto only and would turn telephone links into "#", so addresses are just escaped.
std::string with_checked_addresses(std::string_view text)
{
    constexpr std::string_view end = "URL}}";
    std::string result;
    for (;;) {
        const auto at = text.find(end);
        if (at == std::string_view::npos)
            return result += text;
        result += text.substr(0, at);
        const auto open = result.rfind("{{");
        const bool is_variable =
            open != std::string::npos && result.find_first_of("#/", open) == std::string::npos;
        result += is_variable ? "URL:x-url}}" : end;
        text.remove_prefix(at + end.size());
    }
}

std::string_view stem(std::string_view path)
{
    if (const auto slash = path.rfind('/'); slash != std::string_view::npos)
        path.remove_prefix(slash + 1);
    return path.substr(0, path.rfind('.'));
}

std::string key(std::string_view name, i18n::Language language)
{
    return std::string(i18n::code(language)) + '/' + std::string(name);
}

// [[Text]] in the language.
std::string translated(std::string_view text, i18n::Language language)
{
    std::string result;
    while (!text.empty()) {
        const auto begin = text.find("[[");
        const auto end = begin == std::string_view::npos ? begin : text.find("]]", begin);
        if (end == std::string_view::npos)
            return result += text;
        result += text.substr(0, begin);
        auto words =
            i18n::translate_template_text(language, squeeze(text.substr(begin + 2, end - begin - 2)));
        // {NAME} inside a text is a variable of the template.
        words = replace_all(replace_all(words, "{", "{{"), "}", "}}");
        result += words;
        text.remove_prefix(end + 2);
    }
    return result;
}

// What a template has: its variables and, by name, its sections.
struct Shape
{
    std::set<std::string, std::less<>> variables;
    std::map<std::string, Shape, std::less<>> sections;
};

void read_shape(std::string_view& text, Shape& shape)
{
    for (;;) {
        const auto begin = text.find("{{");
        const auto end = begin == std::string_view::npos ? begin : text.find("}}", begin);
        if (end == std::string_view::npos)
            return;
        auto tag = text.substr(begin + 2, end - begin - 2);
        text.remove_prefix(end + 2);
        if (tag.starts_with('/'))
            return;
        if (tag.starts_with('!') || tag.starts_with('%'))
            continue;
        if (tag.starts_with('#'))
            read_shape(text, shape.sections[std::string(tag.substr(1))]);
        else
            shape.variables.emplace(tag.substr(0, tag.find(':')));
    }
}

std::map<std::string, Shape, std::less<>>& shapes()
{
    static std::map<std::string, Shape, std::less<>> all;
    return all;
}

} // namespace

// What was set at one level, and below it by section.
struct Values::Record
{
    Record* parent = nullptr;
    std::set<std::string, std::less<>> names;
    std::vector<std::pair<std::string, std::unique_ptr<Record>>> sections;

    bool knows(std::string_view name) const
    {
        return names.contains(name) || (parent != nullptr && parent->knows(name));
    }

    void compare(std::string_view place, const Shape& shape) const
    {
        for (const auto& variable : shape.variables)
            if (!knows(variable))
                throw std::logic_error(std::string(place) + ": nobody set " + variable);
        for (const auto& name : names)
            if (!has_variable(shape, name))
                throw std::logic_error(std::string(place) + ": there is no variable " + name);
        for (const auto& [name, record] : sections) {
            const auto found = shape.sections.find(name);
            if (found == shape.sections.end())
                throw std::logic_error(std::string(place) + ": there is no section " + name);
            record->compare(std::string(place) + '/' + name, found->second);
        }
    }

    static bool has_variable(const Shape& shape, const std::string& name)
    {
        return shape.variables.contains(name) ||
               std::any_of(shape.sections.begin(), shape.sections.end(),
                           [&](const auto& section) { return has_variable(section.second, name); });
    }
};

struct Page::Content
{
    ctemplate::TemplateDictionary dictionary{"page"};
    std::unique_ptr<Record> record = checking ? std::make_unique<Record>() : nullptr;
};

Page::Page() : Page(std::make_unique<Content>()) {}

Page::Page(std::unique_ptr<Content> content)
    : Values(&content->dictionary, content->record.get()), m_content(std::move(content))
{
}

Page::~Page() = default;

Safe& Safe::operator+=(const Safe& more)
{
    m_text += more.m_text;
    return *this;
}

Values& Values::set(std::string_view name, std::string_view text)
{
    if (name.ends_with("URL"))
        throw std::logic_error("an address must be a Url: " + std::string(name));
    if (m_record != nullptr)
        m_record->names.emplace(name);
    m_values->SetValue({name.data(), name.size()}, {text.data(), text.size()});
    return *this;
}

Values& Values::set(std::string_view name, const Url& url)
{
    if (!name.ends_with("URL"))
        throw std::logic_error("the name of an address must end in URL: " + std::string(name));
    if (m_record != nullptr)
        m_record->names.emplace(name);
    m_values->SetValue({name.data(), name.size()}, url.text());
    return *this;
}

Values& Values::set(std::string_view name, const Safe& markup)
{
    if (m_record != nullptr)
        m_record->names.emplace(name);
    m_values->SetValue({name.data(), name.size()}, safe_mark() + markup.text());
    return *this;
}

Values& Values::show(std::string_view section)
{
    add(section);
    return *this;
}

Values& Values::show_if(bool condition, std::string_view section)
{
    return condition ? show(section) : *this;
}

Values Values::add(std::string_view section)
{
    Record* record = nullptr;
    if (m_record != nullptr) {
        record =
            m_record->sections.emplace_back(std::string(section), std::make_unique<Record>()).second.get();
        record->parent = m_record;
    }
    return {m_values->AddSectionDictionary({section.data(), section.size()}), record};
}

void load_templates()
{
    static const PassOnSafe pass_on_safe;
    if (!ctemplate::AddXssSafeModifier("x-safe", &pass_on_safe))
        return; // loaded already
    ctemplate::AddXssSafeModifier("x-url", &ctemplate::html_escape);
    auto* cache = ctemplate::mutable_default_template_cache();
    for (const auto& file : embedded::templates::files()) {
        const auto name = stem(file.path);
        if (shapes().contains(name))
            throw std::runtime_error("two templates are named " + std::string(name));
        for (const auto language : i18n::languages) {
            const std::string text = "{{%AUTOESCAPE context=\"HTML\"}}" +
                                     with_checked_addresses(translated(file.data.view, language));
            const auto id = key(name, language);
            if (!cache->StringToTemplateCache(id, text.data(), text.size(), ctemplate::STRIP_WHITESPACE))
                throw std::runtime_error("the template " + std::string(file.path) + " cannot be read");
            std::string_view rest = text;
            if (language == i18n::Language::de)
                read_shape(rest, shapes()[std::string(name)]);
        }
    }
    cache->Freeze();
}

std::vector<std::string> template_names()
{
    std::vector<std::string> names;
    for (const auto& [name, shape] : shapes())
        names.push_back(name);
    return names;
}

void check_values(bool on)
{
    checking = on;
}

Safe render(std::string_view template_name, i18n::Language language, const Page& values)
{
    if (values.m_content->record) {
        const auto shape = shapes().find(template_name);
        if (shape == shapes().end())
            throw std::logic_error("there is no template " + std::string(template_name));
        values.m_content->record->compare(template_name, shape->second);
    }
    std::string text;
    ctemplate::StringEmitter emitter(&text);
    if (!ctemplate::mutable_default_template_cache()->ExpandNoLoad(
            key(template_name, language), ctemplate::STRIP_WHITESPACE, &values.m_content->dictionary, nullptr,
            &emitter))
        throw std::logic_error("there is no template " + std::string(template_name));
    return Safe(std::move(text));
}

} // namespace dorfnetz::html
