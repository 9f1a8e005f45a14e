// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/browser.h"

#include <fmt/format.h>

namespace gatehouse::e2e {

HttpAnswer Browser::get(const std::string& url)
{
    return send("GET", url, {});
}

HttpAnswer Browser::post(const std::string& url, const std::vector<std::pair<std::string, std::string>>& form)
{
    return send("POST", url, buildQuery(form));
}

std::string Browser::location(const HttpAnswer& answer) const
{
    const auto target = answer.header("location");
    const auto base = Url::parse(m_at);
    const auto resolved =
        base && !target.empty() ? base->resolve(target) : Result<Url>(fail(Errc::NotFound, ""));
    return resolved ? resolved->str() : std::string();
}

HttpAnswer Browser::follow(const std::string& url)
{
    const auto home = Url::parse(url)->authority();
    auto answer = get(url);
    for (int i = 0; i < 10; ++i) {
        const auto next = location(answer);
        if (next.empty()) {
            return answer;
        }
        if (Url::parse(next)->authority() != home) {
            m_at = next;
            return answer;
        }
        answer = get(next);
    }
    return answer;
}

HttpAnswer Browser::send(const std::string& method, const std::string& text, const std::string& body)
{
    m_at = text;
    const auto url = Url::parse(text);
    if (!url) {
        return {};
    }
    std::string request = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", method,
                                      url->target(), url->authority());
    if (const auto cookies = cookiesFor(*url); !cookies.empty()) {
        request += fmt::format("Cookie: {}\r\n", cookies);
    }
    if (method == "POST") {
        request += fmt::format("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
                               body.size());
    }
    const auto answer = askOnce(url->port, request + "\r\n" + body);
    takeCookies(*url, answer);
    return answer;
}

void Browser::takeCookies(const Url& url, const HttpAnswer& answer)
{
    const auto [begin, end] = answer.headers.equal_range("set-cookie");
    for (auto it = begin; it != end; ++it) {
        const std::string& text = it->second;
        const auto pair = text.substr(0, text.find(';'));
        const auto equals = pair.find('=');
        const auto mark = text.find("path=");
        const auto path = mark == std::string::npos ? std::string("/")
                                                    : text.substr(mark + 5, text.find(';', mark) - mark - 5);
        auto& jar = m_cookies[url.authority()][path];
        if (equals + 1 == pair.size()) {
            jar.erase(pair.substr(0, equals)); // an empty one is how servers take a cookie back
        } else {
            jar[pair.substr(0, equals)] = pair.substr(equals + 1);
        }
    }
}

std::string Browser::cookiesFor(const Url& url) const
{
    std::string out;
    const auto jars = m_cookies.find(url.authority());
    if (jars == m_cookies.end()) {
        return out;
    }
    for (const auto& [path, cookies] : jars->second) {
        if (!url.path.starts_with(path)) {
            continue;
        }
        for (const auto& [name, value] : cookies) {
            out += fmt::format("{}{}={}", out.empty() ? "" : "; ", name, value);
        }
    }
    return out;
}

} // namespace gatehouse::e2e
