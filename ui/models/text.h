// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/gateway/types.h"

#include <QString>

#include <string_view>

namespace gatehouse::ui {

[[nodiscard]] inline QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// An error as one sentence for a person.
[[nodiscard]] inline QString errorText(const gatehouse::Error& error)
{
    return toQString(error.describe());
}

/// "● active", "■ needs re-auth": state as glyph and word, never as colour alone.
[[nodiscard]] QString accountStateText(AccountStatus status);

/// "OAuth 2", "API key": how an account signs in, in a word or two; the contract's own name when it is
/// unknown.
[[nodiscard]] QString authKindText(std::string_view kind);

/// What "crm.contacts.list" names; empty parts when the operation is not a unified one.
struct OperationParts
{
    QString model;
    QString resource;
    QString method;
};

[[nodiscard]] OperationParts splitOperation(std::string_view operation);

} // namespace gatehouse::ui
