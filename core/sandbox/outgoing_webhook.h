// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/net/http.h"

#include <string>

namespace gatehouse::sandbox {

/// Where a vendor was told to send webhooks.
struct WebhookTarget
{
    std::string url;    ///< As a person entered it in the vendor's settings: what is signed.
    std::string sendTo; ///< Where it is really sent when that leads through the internet; empty: to url.
    /// Any token of the account whose changes are told there; empty: one URL for all accounts of the app.
    Secret token;
};

/// A webhook, composed and signed.
struct OutgoingWebhook
{
    std::string url; ///< Where it is sent.
    net::Headers headers;
    std::string body;
};

} // namespace gatehouse::sandbox
