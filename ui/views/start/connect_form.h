// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/connect_plan.h"
#include "ui/shell/context.h"
#include "ui/widgets/card.h"

#include <map>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::ui {

class Banner;

/// Connects an account with credentials that a person holds: integration, customer, way of authentication and
/// what its definition asks for. Makes the account, then runs the definition's validation call and says what
/// came of it.
class ConnectForm : public Sheet
{
    Q_OBJECT

public:
    explicit ConnectForm(Context& context, QWidget* parent = nullptr);

    void open();

Q_SIGNALS:
    void closed();

private:
    void build();
    void fillChoices();
    void loadSchemes();
    void showScheme();
    void validate();
    void submit();
    void create(const std::string& environmentId);
    void test(const Account& account);
    void say(Accent meaning, const QString& text);
    [[nodiscard]] QString problem() const;
    [[nodiscard]] json::Document fields(const std::string& environmentId) const;
    [[nodiscard]] const ConnectScheme* scheme() const;

    Context& m_context;
    std::vector<ConnectScheme> m_schemes;
    std::vector<std::pair<ConnectInput, QLineEdit*>> m_inputs;
    QFormLayout* m_form = nullptr;
    QComboBox* m_integration = nullptr;
    QComboBox* m_customer = nullptr;
    QLineEdit* m_label = nullptr;
    QComboBox* m_scheme = nullptr;
    QWidget* m_inputArea = nullptr;
    QLabel* m_hint = nullptr;
    QPushButton* m_connect = nullptr;
    Banner* m_outcome = nullptr;
};

} // namespace gatehouse::ui
