// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/applied_auth.h"
#include "core/config/response_view.h"
#include "core/json/record_reader.h"
#include "core/limits/normaliser.h"
#include "core/net/client.h"
#include "core/pipeline/plan.h"
#include "core/resilience/error_classifier.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace gatehouse::pipeline {

/// What tells where the answer to a list has its records (recordPointer). Lives in the call's memory.
struct ListPlace
{
    const Plan* plan = nullptr;
    const config::MethodDefinition* method = nullptr;
    const config::PaginationDefinition* pagination = nullptr;
};

/// One exchange with a provider, from the request as it was shaped to the answer as it was read.
struct Upstream
{
    TargetPtr target;
    std::string operation; ///< In the provider's own terms, "contacts.list"; empty: none (proxy, validation).
    net::ClientRequest request;
    auth::AppliedAuthPtr auth;
    bool streamed = false; ///< Return at the end of the answer's head (net::HttpClient::open).
    /// The answer's body goes to the caller as it is: it is kept, and may be what its Content-Type does not
    /// say.
    bool passThrough = false;

    std::optional<ListPlace> list; ///< Set for a unified list: its records may be read one by one.
    /// The request as it was before it was signed, while it may have to be sent a second time with a fresh
    /// token; null: it will not be.
    std::shared_ptr<net::ClientRequest> spare;
    bool renewed = false; ///< This is the second sending, with a token that was renewed in between.

    net::ClientResponse response;
    /// The provider did what was asked (2xx), but its words about it cannot be read: cut off, too long, or
    /// not what they claim to be.
    bool doneUnread = false;
    json::Value body; ///< Parsed JSON or XML, otherwise the text; lives in the call's memory.
    /// Set: the records of the list, which `body` then has an empty array for.
    std::shared_ptr<json::RecordReader> records;
    json::Value input; ///< config::responseInput of the answer.
    limits::LimitReading limits;
    std::optional<resilience::ProviderError> error;
    std::size_t exchange = 0; ///< Index of this exchange in the call's detail.
};

} // namespace gatehouse::pipeline
