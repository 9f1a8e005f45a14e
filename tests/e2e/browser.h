// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/url.h"
#include "tests/e2e/http_peer.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::e2e {

/// As much of a browser as a sign-in needs: cookies by path, redirects one at a time. Local servers only.
class Browser
{
public:
    [[nodiscard]] HttpAnswer get(const std::string& url);
    [[nodiscard]] HttpAnswer post(const std::string& url,
                                  const std::vector<std::pair<std::string, std::string>>& form);
    /// Where an answer sends to, as an absolute URL; empty: nowhere.
    [[nodiscard]] std::string location(const HttpAnswer& answer) const;
    /// Follows redirects of one host until an answer is none, or one leads to another host: that one's URL is
    /// then at().
    [[nodiscard]] HttpAnswer follow(const std::string& url);

    [[nodiscard]] const std::string& at() const noexcept { return m_at; }

private:
    [[nodiscard]] HttpAnswer send(const std::string& method, const std::string& url, const std::string& body);
    void takeCookies(const Url& url, const HttpAnswer& answer);
    [[nodiscard]] std::string cookiesFor(const Url& url) const;

    std::string m_at;
    /// By authority, path and name.
    std::map<std::string, std::map<std::string, std::map<std::string, std::string>>> m_cookies;
};

} // namespace gatehouse::e2e
