// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/shell/context.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace gatehouse::ui {

/// Makes or changes a subscriber's endpoint. A new one's secret is shown here, this one time.
class EndpointDialog : public QDialog
{
    Q_OBJECT

public:
    EndpointDialog(Context& context, std::optional<Endpoint> endpoint, QWidget* parent);

    /// Shows a secret that was just made, in a dialog of its own.
    static void showSecret(Context& context, const Secret& secret, QWidget* parent);

Q_SIGNALS:
    void saved();

private:
    void build();
    void fill(const Endpoint& endpoint);
    void save();
    [[nodiscard]] json::Document fields() const;
    void say(const QString& problem);

    Context& m_context;
    std::string m_id; ///< Empty: a new one.
    QLineEdit* m_url = nullptr;
    QLineEdit* m_label = nullptr;
    QComboBox* m_environment = nullptr;
    QLineEdit* m_types = nullptr;
    QLineEdit* m_models = nullptr;
    QPlainTextEdit* m_filter = nullptr;
    QPlainTextEdit* m_transform = nullptr;
    QCheckBox* m_ordered = nullptr;
    QCheckBox* m_pause = nullptr;
    QSpinBox* m_concurrency = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton* m_save = nullptr;
};

} // namespace gatehouse::ui
