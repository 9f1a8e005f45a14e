// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/context.h"
#include "ui/text/webhook_copy.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QPlainTextEdit;
class QPushButton;

namespace gatehouse::ui {

/// A received webhook as something to paste: a command for a shell, a raw request, a call of fetch(), a HAR
/// entry. Secrets are left out unless a person says otherwise.
class CopyPane : public QWidget
{
    Q_OBJECT

public:
    CopyPane(Context& context, QWidget* parent);

    void show(CopiedWebhook webhook);
    void showNothing();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void update();
    void copy();

    Context& m_context;
    std::optional<CopiedWebhook> m_webhook;
    std::string m_text; ///< What is copied; the pane may show less of it.
    bool m_stale = false;
    QComboBox* m_form;
    QCheckBox* m_redact;
    QPushButton* m_copy;
    QPlainTextEdit* m_view;
};

} // namespace gatehouse::ui
