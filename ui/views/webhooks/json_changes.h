// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/row_models.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::ui {

/// One field in which two JSON texts differ.
struct JsonChangeRow
{
    QString kind;
    QString pointer;
    QString before;
    QString after;
};

/// Field by field; nothing when one of them is not JSON.
[[nodiscard]] std::optional<std::vector<JsonChangeRow>> jsonChanges(const std::string& before,
                                                                    const std::string& after);
[[nodiscard]] RowModel<JsonChangeRow>* makeJsonChangeModel(QObject* parent);

} // namespace gatehouse::ui
