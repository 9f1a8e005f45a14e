// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"
#include "ui/shell/context.h"

#include <QScrollArea>

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace gatehouse::ui {

/// How the signature of one webhook was checked: each check with what was signed and what was expected, the
/// mistakes that would explain a failure, and another secret to try.
class SignaturePane : public QScrollArea
{
    Q_OBJECT

public:
    SignaturePane(Context& context, QWidget* parent);

    void showAccepted(const WebhookEvent& event);
    void showRejected(const RejectedWebhook& rejected);

private:
    void clear();
    void addReport(const VerificationReport& report);
    void addCheck(const SignatureCheck& check);
    void addSigned(const std::string& text);
    void addTry();
    void trySecret();
    void addLine(const QString& name, const QString& value, bool mono = false);

    Context& m_context;
    std::string m_rejectedId;
    QWidget* m_page = nullptr;
    QVBoxLayout* m_column = nullptr;
    QLineEdit* m_secret = nullptr;
    QPushButton* m_try = nullptr;
};

} // namespace gatehouse::ui
