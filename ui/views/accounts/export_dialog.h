// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/context.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::ui {

/// Writes accounts into a file for another gateway: without credentials, unless a passphrase is chosen that
/// seals them.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    ExportDialog(Context& context, std::vector<std::string> accounts, QWidget* parent);

private:
    void build();
    void buildSealing();
    void update();
    void submit();
    void write(const QString& path, const std::string& text);
    void say(Accent meaning, const QString& text);

    Context& m_context;
    std::vector<std::string> m_accounts;
    bool m_busy = false;
    QCheckBox* m_secrets = nullptr;
    QWidget* m_sealing = nullptr;
    QLineEdit* m_passphrase = nullptr;
    QLineEdit* m_again = nullptr;
    QLabel* m_outcome = nullptr;
    QPushButton* m_export = nullptr;
};

} // namespace gatehouse::ui
