// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/api_call.h"
#include "core/gateway/events.h"

#include <qcoro/qcorotask.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::api {

/// One event as it goes over the wire, with what decides who may see it.
struct StreamEvent
{
    std::uint64_t number = 0;
    std::string name;
    std::string text;                         ///< "id: …\nevent: …\ndata: …\n\n"
    std::optional<std::string> environmentId; ///< Nullopt: belongs to the whole node.
    std::string accountId;                    ///< "": no account's.
    bool ofOperators = false; ///< Tells about the machine: not for keys of some environments only.
};

/// Renders an event for /v1/stream.
[[nodiscard]] StreamEvent makeStreamEvent(const GatewayEvent& event, std::string_view run,
                                          std::uint64_t number);

/// What one client wants and may see.
struct EventFilter
{
    std::shared_ptr<const ApiKey> key;
    std::vector<std::string> types; ///< "call", "account:changed", …; empty: all.

    [[nodiscard]] bool wants(const StreamEvent& event) const;
};

/// One open stream with its bounded queue. Lives on the engine thread.
class EventClient : public std::enable_shared_from_this<EventClient>
{
public:
    EventClient(ApiCallPtr call, EventFilter filter, std::size_t queueBytes);

    /// Sends the head of the answer and watches for the client's going away.
    void open();
    void offer(const StreamEvent& event);
    /// A comment line, when nothing else is on its way.
    void beat();
    /// Sends a last event and ends the stream; what still waits is dropped.
    void endWith(std::string_view name, std::string_view data);
    /// Lets go of the connection at once.
    void abandon();

    [[nodiscard]] bool ended() const noexcept { return m_call == nullptr; }

    /// On its way out, but the notice is not sent yet.
    [[nodiscard]] bool ending() const noexcept { return m_ending; }

    /// Text of the stream itself, such as the retry time.
    void send(std::string_view text);

private:
    static QCoro::Task<> drain(std::shared_ptr<EventClient> self);

    ApiCallPtr m_call;
    EventFilter m_filter;
    std::size_t m_queueBytes;
    std::string m_queue;
    bool m_writing = false;
    bool m_ending = false;
};

} // namespace gatehouse::api
