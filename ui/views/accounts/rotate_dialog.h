// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/connect.h"
#include "ui/shell/context.h"

#include <QDialog>

#include <functional>
#include <vector>

class QFormLayout;
class QLabel;
class QPushButton;

namespace gatehouse::ui {

/// Asks for new credentials of an account that needs no browser, and puts them in force after a first call
/// with them has passed; until then, and when it fails, the old ones work on.
class RotateDialog : public QDialog
{
    Q_OBJECT

public:
    RotateDialog(Context& context, const Account& account, QWidget* parent);

    /// Whether the account signs in with something that can be typed in.
    [[nodiscard]] static bool possible(const Account& account);

private:
    struct Input
    {
        gatehouse::ConnectInput asked;
        std::function<QString()> value;
        std::function<void()> clear;
    };

    void build();
    void load();
    void addInputs(const std::vector<gatehouse::ConnectForm>& forms);
    void addInput(const gatehouse::ConnectInput& asked);
    void validate();
    void submit();
    void say(Accent meaning, const QString& text);

    Context& m_context;
    Account m_account;
    std::vector<Input> m_inputs;
    bool m_busy = false;
    QFormLayout* m_form = nullptr;
    QLabel* m_outcome = nullptr;
    QPushButton* m_rotate = nullptr;
    QPushButton* m_close = nullptr;
};

} // namespace gatehouse::ui
