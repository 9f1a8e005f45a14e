// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credentials.h"
#include "core/base/random.h"
#include "core/gateway/account_transfer.h"
#include "core/json/document.h"
#include "core/pipeline/account_record.h"
#include "core/vault/passphrase.h"
#include "core/vault/sealing.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse {

/// The text that carries accounts: {"gatehouse_accounts": 1, "exported_at", "environments": […], "accounts":
/// […]}. Credentials are sealed one by one, each bound to its account and its name, so that none can be moved
/// to another place; "key" has the salt and cost of the passphrase's key, "check" a seal over nothing that
/// tells whether it is the right one.

/// A passphrase's key with what has to stand beside it.
struct FileKey
{
    vault::PassphraseParameters parameters;
    std::shared_ptr<const vault::Key> key; ///< Never null.
};

/// One account to write, with its credentials when they go along.
struct AccountToWrite
{
    pipeline::AccountRecordPtr record;
    auth::CredentialsPtr credentials; ///< Null: none.
};

[[nodiscard]] std::string writeAccountFile(const std::vector<Environment>& environments,
                                           const std::vector<AccountToWrite>& accounts, const FileKey* key,
                                           UnixMillis now, Random& random);

/// ParseError: not JSON. Unsupported: not such a file, or of a later version.
[[nodiscard]] Result<json::Document> readAccountFile(const std::string& text);
/// Nothing when the file holds no credentials. Corrupt: what should be its parameters is not.
[[nodiscard]] Result<std::optional<vault::PassphraseParameters>> keyParameters(const json::Value& file);
/// Unauthorized: another passphrase, or the file was changed.
[[nodiscard]] Status checkFileKey(const json::Value& file, const vault::Key& key);
/// Of one of its accounts. Corrupt: they are not what was sealed for this account.
[[nodiscard]] Result<auth::Credentials> openCredentials(const json::Value& account, const vault::Key& key);

} // namespace gatehouse
