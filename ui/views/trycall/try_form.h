// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/context.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace gatehouse::ui {

/// The fields of a call. Choices follow one another: an account's integration decides what can be called.
class TryForm : public QWidget
{
    Q_OBJECT

public:
    TryForm(Context& context, QWidget* parent);

    /// As it stands; body parsed. An error says which field is wrong.
    [[nodiscard]] Result<UnifiedRequest> request() const;
    [[nodiscard]] std::string bodyText() const;
    /// The fields by name, for the history, and back. Names that are missing stay as they are.
    [[nodiscard]] QVariantMap fields() const;
    void setFields(const QVariantMap& fields);
    [[nodiscard]] const Account* account() const;

Q_SIGNALS:
    /// Account, model, resource or method is another one.
    void targetChanged();

private:
    void build();
    void fillAccounts();
    void fillModels();
    void fillResources();
    void fillMethods();
    void updateFields();
    [[nodiscard]] bool offered(const QString& method) const;

    Context& m_context;
    QString m_wantedAccount; ///< Asked for before it was known.
    QFormLayout* m_form = nullptr;
    QComboBox* m_account = nullptr;
    QComboBox* m_model = nullptr;
    QComboBox* m_resource = nullptr;
    QComboBox* m_method = nullptr;
    QLineEdit* m_id = nullptr;
    QLineEdit* m_query = nullptr;
    QPlainTextEdit* m_body = nullptr;
    QCheckBox* m_remote = nullptr;
    QCheckBox* m_provenance = nullptr;
};

} // namespace gatehouse::ui
