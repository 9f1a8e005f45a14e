// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/repositories.h"

#include <fmt/format.h>

namespace gatehouse::store::sql {
namespace {

SettingRow readSetting(Rows& rows)
{
    return {rows.text(0), rows.bytes(1)};
}

} // namespace

void SqlSettings::putSetting(SettingRow row, Completion<SettingRow> done)
{
    m_dispatcher.write<SettingRow>(
        [row = std::move(row)](Connection& db) -> Result<SettingRow> {
            GH_TRY(db.change("INSERT INTO settings (key, value) VALUES (?, ?) "
                             "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                             row.key, Bytes{row.valueJson}));
            return row;
        },
        std::move(done));
}

void SqlSettings::setting(std::string key, Completion<std::string> done)
{
    m_dispatcher.read<std::string>(
        [key = std::move(key)](Connection& db) -> Result<std::string> {
            GH_ASSIGN(auto rows, db.query("SELECT value FROM settings WHERE key = ?", key));
            return one(
                rows, [](Rows& row) { return row.bytes(0); },
                [&key] { return fmt::format("there is no setting {}", key); });
        },
        std::move(done));
}

void SqlSettings::settings(std::string prefix, Completion<std::vector<SettingRow>> done)
{
    m_dispatcher.read<std::vector<SettingRow>>(
        [prefix = std::move(prefix)](Connection& db) -> Result<std::vector<SettingRow>> {
            GH_ASSIGN(auto rows, db.query("SELECT key, value FROM settings "
                                          "WHERE substr(key, 1, length(?)) = ? ORDER BY key",
                                          prefix, prefix));
            return all(rows, readSetting);
        },
        std::move(done));
}

void SqlSettings::removeSetting(std::string key, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [key = std::move(key)](Connection& db) -> Result<bool> {
            GH_ASSIGN(const auto removed, db.change("DELETE FROM settings WHERE key = ?", key));
            return removed > 0;
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
