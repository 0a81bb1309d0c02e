import ImagePullCredentials

/// The help texts, made from what the subcommands say of themselves.
enum Help {
  /// What `pullcreds --help` prints.
  static var overview: SafeText {
    var page = TextPage()
    page.paragraph(
      "pullcreds: which registry credentials a kubelet would try for an image, in which order, "
        + "and where each comes from. It reads what kubectl prints; it asks no cluster, and never "
        + "shows a password.")
    page.section("Usage")
    page.line("pullcreds SUBCOMMAND ARGUMENT…", indent: 2)
    page.line("pullcreds SUBCOMMAND --help", indent: 2)
    page.line("pullcreds --version", indent: 2)
    page.section("Subcommands")
    page.table(Subcommand.all.map { ("\(word: $0.name)" as SafeText, $0.summary) })
    page.section("Example")
    page.line("kubectl get pods,sa,secrets -n payments -o json |", indent: 2)
    page.line("  pullcreds resolve --pod payment-api-7d9f4-xkp2m", indent: 2)
    return page.text
  }

  /// What `pullcreds SUBCOMMAND --help` prints.
  static func page(for subcommand: Subcommand) -> SafeText {
    var page = TextPage()
    page.paragraph("pullcreds \(word: subcommand.name): \(subcommand.summary)")
    page.section("Usage")
    for usage in subcommand.usage {
      page.paragraph("pullcreds \(word: subcommand.name) \(usage)", indent: 2, hanging: 4)
    }
    for paragraph in subcommand.about {
      page.blank()
      page.paragraph(paragraph)
    }
    page.section("Options")
    page.table((subcommand.options + [.help]).map { ($0.synopsis, $0.help) })
    page.section("Exit status")
    page.table(subcommand.exitStatus.map { ("\($0.status.rawValue)" as SafeText, $0.meaning) })
    page.section("Examples")
    for example in subcommand.examples {
      page.paragraph("# \(example.purpose)", indent: 2)
      for line in example.command.lines { page.line(line, indent: 2) }
    }
    return page.text
  }
}

extension TextPage {
  fileprivate mutating func section(_ title: SafeText) {
    blank()
    line("\(title):")
  }

  /// Rows of a term and what it means, the meanings in one column.
  fileprivate mutating func table(_ rows: [(term: SafeText, meaning: SafeText)]) {
    let column = (rows.map(\.term.width).max() ?? 0) + 2
    for row in rows { definition(row.term, row.meaning, column: column, indent: 2) }
  }
}
