// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/address_guard.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gatehouse::net {

namespace {

struct Block4
{
    std::uint32_t network;
    unsigned bits;
};

constexpr std::uint32_t ip4(unsigned a, unsigned b, unsigned c, unsigned d)
{
    return (a << 24U) | (b << 16U) | (c << 8U) | d;
}

/// https://www.iana.org/assignments/iana-ipv4-special-registry, all that is not globally reachable.
constexpr std::array<Block4, 16> kNotPublic4{{
    {ip4(0, 0, 0, 0), 8},        // this network
    {ip4(10, 0, 0, 0), 8},       // private
    {ip4(100, 64, 0, 0), 10},    // carrier-grade NAT
    {ip4(127, 0, 0, 0), 8},      // loopback
    {ip4(168, 63, 129, 16), 32}, // Azure's platform address, public in form only
    {ip4(169, 254, 0, 0), 16},   // link-local, metadata services
    {ip4(172, 16, 0, 0), 12},    // private
    {ip4(192, 0, 0, 0), 24},     // IETF protocol assignments
    {ip4(192, 0, 2, 0), 24},     // documentation
    {ip4(192, 88, 99, 0), 24},   // 6to4 relay, deprecated
    {ip4(192, 168, 0, 0), 16},   // private
    {ip4(198, 18, 0, 0), 15},    // benchmarking
    {ip4(198, 51, 100, 0), 24},  // documentation
    {ip4(203, 0, 113, 0), 24},   // documentation
    {ip4(224, 0, 0, 0), 4},      // multicast
    {ip4(240, 0, 0, 0), 4},      // reserved, broadcast
}};

bool isPublic4(std::uint32_t address)
{
    return std::none_of(kNotPublic4.begin(), kNotPublic4.end(), [address](const Block4& block) {
        const std::uint32_t mask = ~std::uint32_t{0} << (32U - block.bits);
        return (address & mask) == block.network;
    });
}

std::uint32_t embedded4(const Q_IPV6ADDR& address, int at)
{
    return ip4(address[at], address[at + 1], address[at + 2], address[at + 3]);
}

bool startsWith(const Q_IPV6ADDR& address, std::initializer_list<unsigned> bytes)
{
    int at = 0;
    return std::all_of(bytes.begin(), bytes.end(), [&](unsigned byte) { return address[at++] == byte; });
}

bool isPublic6(const Q_IPV6ADDR& address)
{
    if (startsWith(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) {
        return isPublic4(embedded4(address, 12)); // IPv4-mapped
    }
    if (startsWith(address, {0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) {
        return isPublic4(embedded4(address, 12)); // NAT64, RFC 6052
    }
    if (startsWith(address, {0x20, 0x02})) {
        return isPublic4(embedded4(address, 2)); // 6to4
    }
    if (startsWith(address, {0x20, 0x01, 0x0d, 0xb8}) || startsWith(address, {0x3f, 0xff})) {
        return false; // documentation
    }
    if (startsWith(address, {0x20, 0x01}) && address[2] < 2) {
        return false; // 2001::/23: Teredo, benchmarking, ORCHID and other protocol assignments
    }
    // Global unicast is 2000::/3; outside of it lie ::/8 with loopback, unique-local, link-local, multicast.
    return (address[0] & 0xe0U) == 0x20U;
}

} // namespace

bool isPublicAddress(const QHostAddress& address)
{
    switch (address.protocol()) {
    case QAbstractSocket::IPv4Protocol:
        return isPublic4(address.toIPv4Address());
    case QAbstractSocket::IPv6Protocol:
        return isPublic6(address.toIPv6Address());
    default:
        return false;
    }
}

} // namespace gatehouse::net
