// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/time_zone.h"

#include <date/tz.h>

#include <algorithm>
#include <chrono>
#include <exception>

namespace gatehouse::jsonata::extra {
namespace {

using Millis = std::chrono::milliseconds;
constexpr double kMaxMillis = 8.64e15;

/// The library throws for unknown names and for a missing database; nothing of that may leave this file.
const date::time_zone* locate(const std::string& name) noexcept
{
    try {
        return date::locate_zone(name);
    } catch (const std::exception&) {
        return nullptr;
    }
}

Millis clamped(double millis) noexcept
{
    return Millis(static_cast<std::int64_t>(std::clamp(millis, -kMaxMillis, kMaxMillis)));
}

} // namespace

std::optional<double> parseOffset(std::string_view text)
{
    if (text == "Z" || text == "z") {
        return 0;
    }
    std::string digits;
    for (const char c : text.substr(std::min<std::size_t>(text.size(), 1))) {
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (c != ':' || digits.size() != 2) {
            return std::nullopt;
        }
    }
    const bool sized = digits.size() == 2 || digits.size() == 4;
    if (text.empty() || (text.front() != '+' && text.front() != '-') || !sized) {
        return std::nullopt;
    }
    const double minutes =
        std::stod(digits.substr(0, 2)) * 60 + (digits.size() == 4 ? std::stod(digits.substr(2)) : 0);
    return text.front() == '-' ? -minutes : minutes;
}

std::optional<TimeZone> TimeZone::find(std::string_view name)
{
    TimeZone zone;
    if (name == "UTC" || name == "GMT") {
        return zone;
    }
    if (const auto minutes = parseOffset(name)) {
        zone.m_fixedMinutes = *minutes;
        return zone;
    }
    zone.m_name = name;
    return locate(zone.m_name) == nullptr ? std::nullopt : std::optional(std::move(zone));
}

double TimeZone::offsetAt(double utcMillis) const
{
    const date::time_zone* zone = m_name.empty() ? nullptr : locate(m_name);
    if (zone == nullptr) {
        return m_fixedMinutes;
    }
    try {
        const auto info = zone->get_info(date::sys_time<Millis>(clamped(utcMillis)));
        return static_cast<double>(info.offset.count()) / 60;
    } catch (const std::exception&) {
        return 0;
    }
}

double TimeZone::toUtc(double localMillis) const
{
    const date::time_zone* zone = m_name.empty() ? nullptr : locate(m_name);
    if (zone == nullptr) {
        return localMillis - m_fixedMinutes * 60'000;
    }
    try {
        const auto utc = zone->to_sys(date::local_time<Millis>(clamped(localMillis)), date::choose::earliest);
        return static_cast<double>(utc.time_since_epoch().count());
    } catch (const std::exception&) {
        return localMillis;
    }
}

} // namespace gatehouse::jsonata::extra
