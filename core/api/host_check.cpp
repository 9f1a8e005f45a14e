// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/host_check.h"

#include "core/net/http.h"

#include <QHostAddress>
#include <QString>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gatehouse::api {
namespace {

QHostAddress addressOf(std::string_view text)
{
    return QHostAddress(QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size())));
}

bool onlyDigits(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The host of "host[:port]"; an IPv6 address without its brackets. Empty when it is neither.
std::string_view withoutPort(std::string_view host)
{
    if (host.starts_with('[')) {
        const auto close = host.find(']');
        if (close == std::string_view::npos) {
            return {};
        }
        const auto port = host.substr(close + 1);
        const bool good = port.empty() || (port.front() == ':' && onlyDigits(port.substr(1)));
        return good ? host.substr(1, close - 1) : std::string_view();
    }
    const auto colon = host.find(':');
    if (colon == std::string_view::npos) {
        return host;
    }
    return onlyDigits(host.substr(colon + 1)) ? host.substr(0, colon) : std::string_view();
}

} // namespace

HostCheck::HostCheck(std::string listenAddress, std::vector<std::string> names)
    : m_listenAddress(std::move(listenAddress))
    , m_names(std::move(names))
{
    const auto address = addressOf(m_listenAddress);
    m_loopbackOnly = net::equalsIgnoreCase(m_listenAddress, "localhost") || address.isLoopback();
    m_names.emplace_back("localhost");
    m_names.push_back(m_listenAddress);
}

Status HostCheck::check(std::string_view host) const
{
    auto name = withoutPort(host);
    if (name.ends_with('.')) {
        name.remove_suffix(1);
    }
    const bool known = !name.empty() && std::ranges::any_of(m_names, [&](const std::string& own) {
        return net::equalsIgnoreCase(own, name);
    });
    if (known) {
        return {};
    }
    const auto address = addressOf(name);
    if (!address.isNull() && (address.isLoopback() || !m_loopbackOnly)) {
        return {};
    }
    return fail(Errc::Forbidden,
                fmt::format("the Host '{}' is not a name of this gateway; use its address, or start it with "
                            "--allow-host NAME",
                            host.substr(0, 100)));
}

} // namespace gatehouse::api
