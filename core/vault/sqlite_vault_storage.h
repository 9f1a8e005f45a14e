// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/vault/vault_storage.h"

#include <filesystem>
#include <memory>

namespace gatehouse::vault {

/// Opens (or makes, mode 0600) the file, apart from the business data. Blocks. Errors as openSqliteStore's.
/// The storage belongs to the calling thread.
[[nodiscard]] Result<std::unique_ptr<VaultStorage>> openVaultStorage(const std::filesystem::path& file,
                                                                     const Clock& clock);

} // namespace gatehouse::vault
