// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/context.h"
#include "ui/views/webhooks/payload_fetch.h"

#include <QDialog>

namespace gatehouse::ui {

/// Two webhooks beside each other: what was added, removed and changed, field by field.
class DiffDialog : public QDialog
{
    Q_OBJECT

public:
    DiffDialog(Context& context, const FetchedEvent& before, const FetchedEvent& after, QWidget* parent);
};

} // namespace gatehouse::ui
