// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/contract/webhook.h"

#include <cstdint>
#include <string>

namespace gatehouse::ui {

/// A received webhook, to be sent once more by hand or to be shown to somebody.
enum class CopyForm : std::uint8_t
{
    Curl,
    Http,
    Fetch,
    Har,
    Body
};

struct CopiedWebhook
{
    WebhookEvent event; ///< Of a refused one: its id, integration and account.
    WebhookRequest request;
    std::string body;
    std::string
        url; ///< Where it goes to, with the token; empty: not known, and the masked target stands there.
};

/// In one of the forms. With redact, the URL's token and what looks like a credential are left out (what the
/// gateway has masked always is): what is copied ends in chats and tickets. Errc::Unsupported: a body that
/// cannot stand in that form.
[[nodiscard]] Result<std::string> copiedText(CopiedWebhook webhook, CopyForm form, bool redact);

} // namespace gatehouse::ui
