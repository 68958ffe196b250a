#pragma once

#include <curl/curl.h>
#include <stdexcept>
#include <string>

// What every use of libcurl needs; its options stay with those who set them.
namespace dorfnetz::fetch {

// One connection or a few that libcurl keeps. Throws if libcurl refuses an option: then the program is wrong.
struct CurlHandle
{
    CurlHandle()
    {
        static const auto initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
        curl = initialised == CURLE_OK ? curl_easy_init() : nullptr;
        if (curl == nullptr)
            throw std::runtime_error("libcurl cannot be used");
    }

    CurlHandle(const CurlHandle&) = delete;
    CurlHandle& operator=(const CurlHandle&) = delete;

    ~CurlHandle() { curl_easy_cleanup(curl); }

    template <class T>
    void set(CURLoption option, T value)
    {
        if (const auto code = curl_easy_setopt(curl, option, value); code != CURLE_OK)
            throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
    }

    CURL* curl;
};

// Lines that libcurl takes as a list: recipients, header fields.
struct CurlList
{
    explicit CurlList(const std::string& line) : list(curl_slist_append(nullptr, line.c_str())) {}

    CurlList(const CurlList&) = delete;
    CurlList& operator=(const CurlList&) = delete;

    ~CurlList() { curl_slist_free_all(list); }

    void add(const std::string& line) { list = curl_slist_append(list, line.c_str()); }

    curl_slist* list;
};

} // namespace dorfnetz::fetch
