// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/shell/context.h"

#include <QComboBox>

#include <string>
#include <vector>

namespace gatehouse::ui {

/// For which account a webhook is taken in: those that have an ingest URL.
class AccountChoice : public QComboBox
{
    Q_OBJECT

public:
    /// wanted is chosen; when it is not there, the first of the integration.
    AccountChoice(Context& context, const std::vector<IngestUrl>& urls, const std::string& wanted,
                  const std::string& integration, QWidget* parent);

    /// Empty: there is none.
    [[nodiscard]] std::string account() const;
};

} // namespace gatehouse::ui
