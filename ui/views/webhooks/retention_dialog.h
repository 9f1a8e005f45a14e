// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/shell/context.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QSpinBox;

namespace gatehouse::ui {

/// How long received webhooks are kept.
class RetentionDialog : public QDialog
{
    Q_OBJECT

public:
    RetentionDialog(Context& context, const EventStorage& now, QWidget* parent);

Q_SIGNALS:
    void stored(const EventStorage& storage);

private:
    void explain();
    void save();

    Context& m_context;
    EventStorage m_now;
    QSpinBox* m_days = nullptr;
    QSpinBox* m_events = nullptr;
    QSpinBox* m_gib = nullptr;
    QLabel* m_says = nullptr;
    QPushButton* m_save = nullptr;
};

} // namespace gatehouse::ui
