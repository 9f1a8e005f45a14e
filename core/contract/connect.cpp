// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/connect.h"

namespace gatehouse {
namespace {

constexpr std::array<std::string_view, kConnectSteps> kSteps{
    "build_url", "open_browser", "callback", "exchange", "store", "first_call", "schedule_refresh"};
constexpr std::array<std::string_view, 5> kStepStates{"pending", "running", "done", "failed", "skipped"};
constexpr std::array<std::string_view, 4> kFixers{"user", "customer_admin", "operator", "provider"};
constexpr std::array<std::string_view, 6> kStatuses{"waiting", "working",   "connected",
                                                    "failed",  "cancelled", "expired"};

template <std::size_t N, class E>
std::string_view nameIn(const std::array<std::string_view, N>& names, E value) noexcept
{
    const auto index = static_cast<std::size_t>(value);
    return index < N ? names[index] : std::string_view();
}

} // namespace

std::string_view connectStepName(ConnectStepKind kind) noexcept
{
    return nameIn(kSteps, kind);
}

std::string_view connectStepStateName(ConnectStepState state) noexcept
{
    return nameIn(kStepStates, state);
}

std::string_view connectFixerName(ConnectFixer fixer) noexcept
{
    return nameIn(kFixers, fixer);
}

std::string_view connectStatusName(ConnectStatus status) noexcept
{
    return nameIn(kStatuses, status);
}

std::optional<ConnectStatus> connectStatusFromName(std::string_view name) noexcept
{
    for (std::size_t i = 0; i < kStatuses.size(); ++i) {
        if (kStatuses[i] == name) {
            return static_cast<ConnectStatus>(i);
        }
    }
    return std::nullopt;
}

} // namespace gatehouse
