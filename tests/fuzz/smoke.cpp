// A plain driver for the fuzz targets, so that every test run tries each of them: its corpus, then mutations
// of it with a fixed seed, the same ones on every machine. Finding something new is the work of libFuzzer in
// the preset `fuzz`.
//
//     smoke_<target> CORPUS [MUTATIONS]

#include "tests/fuzz/fuzz.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

using namespace std::string_view_literals;

namespace {

constexpr std::size_t largest_input = 64 * 1024;
constexpr const char* failure_file = "smoke-failure";

std::string current_input; // NOLINT: what the signal handler keeps

// Keeps the input that ended the process; calls only what a signal handler may.
extern "C" void keep_input(int signal)
{
    const int file = ::open(failure_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    static_cast<void>(!::write(file, current_input.data(), current_input.size()));
    static_cast<void>(std::signal(signal, SIG_DFL));
    static_cast<void>(std::raise(signal));
}

std::vector<std::string> read_corpus(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<std::string> corpus;
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        corpus.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return corpus;
}

class Mutator
{
public:
    std::string mutated(const std::vector<std::string>& corpus)
    {
        std::string text = corpus[below(corpus.size())];
        for (std::size_t rounds = 1 + below(6); rounds > 0; --rounds)
            mutate(text, corpus[below(corpus.size())]);
        text.resize(std::min(text.size(), largest_input));
        return text;
    }

private:
    // The standard's distributions differ between libraries; this is the same everywhere.
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : m_random() % bound; }

    void mutate(std::string& text, const std::string& other)
    {
        constexpr auto telling = "\0\xFF\n\r\t \"'<>&;:,=%+-/\\{}[]()|*#@09aZ\x80\xC3\x1F"sv;
        const auto at = below(text.size() + 1);
        const auto length = below(std::min<std::size_t>(text.size() - at, 32) + 1);
        switch (below(6)) {
        case 0:
            if (at < text.size())
                text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
            break;
        case 1:
            if (at < text.size())
                text[at] = telling[below(telling.size())];
            break;
        case 2:
            text.insert(at, 1 + below(3), telling[below(telling.size())]);
            break;
        case 3:
            text.erase(at, length);
            break;
        case 4:
            text.insert(at, text.substr(at, length));
            break;
        default:
            text.insert(at, other.substr(below(other.size()), below(64)));
        }
    }

    std::mt19937_64 m_random{20'261'122};
};

void run_one(std::string input)
{
    current_input = std::move(input);
    // A copy of exactly its size, so that a sanitizer notices one byte read too many.
    const std::vector<std::uint8_t> bytes(current_input.begin(), current_input.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

} // namespace

int main(int argument_count, char** arguments)
{
    if (argument_count < 2) {
        std::fputs("usage: smoke_<target> CORPUS [MUTATIONS]\n", stderr);
        return 2;
    }
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL})
        static_cast<void>(std::signal(signal, keep_input));
    const auto corpus = read_corpus(arguments[1]);
    if (corpus.empty()) {
        std::fprintf(stderr, "no inputs in %s\n", arguments[1]);
        return 1;
    }
    const int mutations = argument_count > 2 ? std::stoi(arguments[2]) : 10'000;
    run_one("");
    for (const auto& input : corpus)
        run_one(input);
    Mutator mutator;
    for (int i = 0; i < mutations; ++i)
        run_one(mutator.mutated(corpus));
    std::printf("%zu inputs and %d mutations\n", corpus.size(), mutations);
    return 0;
}
