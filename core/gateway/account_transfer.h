// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/base/secret.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// Which accounts go into a file, and whether what they sign in with goes along.
struct AccountExport
{
    std::vector<std::string> accountIds; ///< Empty: all.
    /// Not empty: credentials go along, each sealed with a key made of it (Argon2id, XChaCha20-Poly1305).
    Secret passphrase;

    static constexpr std::size_t kShortestPassphrase = 12;
};

struct AccountImport
{
    std::string text;    ///< What exportAccounts() gave.
    Secret passphrase;   ///< Empty: accounts come without credentials, even when the file has them.
    bool dryRun = false; ///< Only tells what would be done.
};

enum class ImportOutcome : std::uint8_t
{
    Created, ///< With credentials: it can be called.
    Waiting, ///< Created, and somebody has to sign in.
    Exists,  ///< It is here already; nothing was changed.
    Refused  ///< note says why.
};
/// "created", "waiting", "exists", "refused".
[[nodiscard]] std::string_view importOutcomeName(ImportOutcome outcome) noexcept;

struct ImportedAccount
{
    std::string id; ///< Under which it is here; the file's own where that is free.
    std::string label;
    std::string environment; ///< The customer's name.
    std::string integration;
    ImportOutcome outcome = ImportOutcome::Refused;
    std::string note;          ///< In plain words; empty: nothing to say.
    std::size_t overrides = 0; ///< That came along.
};

struct ImportReport
{
    bool sealed = false; ///< The file holds credentials.
    std::vector<ImportedAccount> accounts;
};

/// Carries accounts from one gateway to another as a JSON text: customers, labels, contexts and overrides;
/// credentials only sealed with a passphrase. A role of the façade; threads as Gateway says. Every account
/// whose credentials leave is named in the audit log.
class AccountTransfer
{
public:
    AccountTransfer() = default;
    AccountTransfer(const AccountTransfer&) = delete;
    AccountTransfer& operator=(const AccountTransfer&) = delete;
    virtual ~AccountTransfer() = default;

    /// NotFound: one of them is not there. InvalidArgument: the passphrase is too short. Unavailable: the
    /// vault is locked and credentials were asked for.
    virtual void exportAccounts(AccountExport wanted, Completion<std::string> done) = 0;
    /// One account that is refused does not keep the others out. ParseError, Unsupported: not such a file.
    /// Unauthorized: the passphrase does not open it, and nothing was imported.
    virtual void importAccounts(AccountImport given, Completion<ImportReport> done) = 0;
};

} // namespace gatehouse
