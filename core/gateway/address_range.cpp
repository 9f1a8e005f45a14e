// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/address_range.h"

#include <QString>

#include <fmt/format.h>

namespace gatehouse {
namespace {

QHostAddress addressOf(std::string_view text)
{
    QHostAddress address(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    bool mapped = false;
    const quint32 ipv4 = address.toIPv4Address(&mapped);
    return mapped ? QHostAddress(ipv4) : address;
}

} // namespace

Result<AddressRange> AddressRange::parse(std::string_view text)
{
    const auto subnet =
        QHostAddress::parseSubnet(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    if (subnet.first.isNull() || subnet.second < 0) {
        return fail(Errc::InvalidArgument,
                    fmt::format("\"{}\" is no address range: write 10.0.0.0/8 or 2001:db8::/32", text));
    }
    return AddressRange({subnet.first, subnet.second});
}

bool AddressRange::contains(std::string_view address) const
{
    const QHostAddress peer = addressOf(address);
    return !peer.isNull() && peer.isInSubnet(m_subnet.first, m_subnet.second);
}

} // namespace gatehouse
