// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/node_settings.h"

#include "core/runtime/await.h"

namespace gatehouse {

QCoro::Task<Result<std::vector<store::SettingRow>>> readSettings(NodeCore& core, std::string prefix)
{
    auto pending = runtime::awaitCompletion<std::vector<store::SettingRow>>(
        *core.services.engine, [&core, &prefix](Completion<std::vector<store::SettingRow>> done) {
            core.services.store->settings().settings(prefix, std::move(done));
        });
    co_return co_await pending;
}

QCoro::Task<Status> writeSetting(NodeCore& core, store::SettingRow row)
{
    auto pending = runtime::awaitCompletion<store::SettingRow>(
        *core.services.engine, [&core, &row](Completion<store::SettingRow> done) {
            core.services.store->settings().putSetting(row, std::move(done));
        });
    auto stored = co_await pending;
    co_return stored ? Status{} : Status(fail(std::move(stored).error()));
}

} // namespace gatehouse
