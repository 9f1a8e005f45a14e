// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/webhook.h"

#include <array>
#include <span>

namespace gatehouse {
namespace {

constexpr std::array<std::string_view, 4> kEventStates{"queued", "processed", "ignored", "failed"};
constexpr std::array<std::string_view, 3> kEndpointStatuses{"active", "paused", "disabled"};
constexpr std::array<std::string_view, 4> kDeliveryStates{"pending", "delivered", "dead", "discarded"};

template <class Enum>
std::string_view nameOf(std::span<const std::string_view> names, Enum value) noexcept
{
    const auto at = static_cast<std::size_t>(value);
    return at < names.size() ? names[at] : std::string_view();
}

template <class Enum>
std::optional<Enum> byName(std::span<const std::string_view> names, std::string_view name) noexcept
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

} // namespace

std::string_view eventStateName(EventState state) noexcept
{
    return nameOf(kEventStates, state);
}

std::optional<EventState> eventStateByName(std::string_view name) noexcept
{
    return byName<EventState>(kEventStates, name);
}

std::string_view endpointStatusName(EndpointStatus status) noexcept
{
    return nameOf(kEndpointStatuses, status);
}

std::optional<EndpointStatus> endpointStatusByName(std::string_view name) noexcept
{
    return byName<EndpointStatus>(kEndpointStatuses, name);
}

std::string_view deliveryStateName(DeliveryState state) noexcept
{
    return nameOf(kDeliveryStates, state);
}

std::optional<DeliveryState> deliveryStateByName(std::string_view name) noexcept
{
    return byName<DeliveryState>(kDeliveryStates, name);
}

std::string_view answerTimeNote(const WebhookEvent& event) noexcept
{
    const bool answered = event.source == "webhook";
    return event.answerTime || !answered || event.state == EventState::Queued
               ? std::string_view()
               : std::string_view("not kept: the gateway ended, or too many events waited, before it was "
                                  "written down");
}

} // namespace gatehouse
