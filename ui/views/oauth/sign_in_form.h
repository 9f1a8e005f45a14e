// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/connect.h"
#include "core/gateway/sandbox_control.h"
#include "ui/models/connect_draft.h"
#include "ui/shell/context.h"
#include "ui/widgets/card.h"

#include <functional>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::ui {

class Banner;

/// Asks what it takes to connect an account, of any kind of credentials, and starts the session: provider,
/// customer, way of signing in, and what its definition wants to know. For an account that is there, provider
/// and customer stand fixed and secrets may stay empty to be kept. What was typed is kept as a draft.
class SignInForm : public Sheet
{
    Q_OBJECT

public:
    SignInForm(Context& context, QWidget* parent);

    /// Empty: a new account. integration: chosen to begin with, may be empty.
    void open(const std::string& accountId, const QString& integration = {});
    /// Another account like this one, at its simulated vendor.
    void openDuplicate(const std::string& accountId);
    /// Signs in at the first simulated vendor that has a consent page, without asking anything.
    void runSandbox();

Q_SIGNALS:
    void started(const gatehouse::ConnectSession& session);
    void closed();

private:
    struct Input
    {
        gatehouse::ConnectInput asked;
        QWidget* widget = nullptr;
        std::function<QString()> value;
        std::function<void(const QString&)> set;
    };

    void build();
    void buildFields();
    void readVendors();
    void fillChoices();
    void loadForms();
    void showForm();
    void addInput(QFormLayout& form, const gatehouse::ConnectInput& asked);
    void validate();
    void keepDraft();
    void submit();
    void openSandbox();
    void submitSandbox();
    void withApp(SandboxApp app);
    void start(ConnectRequest request);
    [[nodiscard]] ConnectRequest request() const;
    [[nodiscard]] QString problem() const;
    [[nodiscard]] bool bySandbox() const;
    [[nodiscard]] bool hasVendor(const QString& slug) const;
    [[nodiscard]] const gatehouse::ConnectForm* form() const;
    void say(Accent meaning, const QString& text);
    void refuse(const Error& error);

    Context& m_context;
    ConnectDraft m_draft;
    std::string m_account; ///< To connect again; empty: a new one.
    std::vector<gatehouse::ConnectForm> m_forms;
    std::vector<SandboxVendor> m_vendors;
    std::vector<Input> m_inputs;
    bool m_busy = false;
    bool m_runsSandbox = false; ///< As soon as it is known what the vendor wants.
    QLabel* m_title = nullptr;
    QFormLayout* m_layout = nullptr;
    QComboBox* m_integration = nullptr;
    QComboBox* m_customer = nullptr;
    QLineEdit* m_label = nullptr;
    QComboBox* m_scheme = nullptr;
    QCheckBox* m_sandbox = nullptr;
    QWidget* m_inputArea = nullptr;
    QLabel* m_hint = nullptr;
    QPushButton* m_connect = nullptr;
    Banner* m_outcome = nullptr;
};

} // namespace gatehouse::ui
