import ImagePullCredentials
import PullDiagnosis

extension CheckReport {
  /// The open findings as workflow commands of GitHub Actions, which show them on the lines of a pull
  /// request: `::error file=app.yaml,line=3,col=5,title=secret-missing::…`.
  var githubAnnotations: SafeText {
    var text: SafeText = ""
    for result in open {
      let finding = result.finding
      text += annotation(
        finding.severity.githubLevel, at: result.place, title: finding.code.rawValue,
        "\(finding.problem) \(finding.advice)")
    }
    for error in errors {
      text += annotation(
        "error", at: error.place, title: error.kind.rawValue, error.reason.text)
    }
    return text
  }

  private func annotation(
    _ level: String, at place: Place, title: String, _ message: String
  ) -> SafeText {
    let place: SafeText =
      "file=\(text: property(place.file)),line=\(place.line),col=\(place.column)"
    return
      "::\(word: level) \(place),title=\(text: property(title))::\(text: data(message), limit: 4_000)\n"
  }

  /// Escapes what ends a command: `%`, CR and LF. Source: actions/toolkit, `escapeData`.
  private func data(_ text: String) -> String {
    escaped(text, ["%", "\r", "\n"])
  }

  /// In a property, also escapes a colon and a comma. Source: actions/toolkit, `escapeProperty`.
  private func property(_ text: String) -> String {
    escaped(text, ["%", "\r", "\n", ":", ","])
  }

  private func escaped(_ text: String, _ special: Set<Unicode.Scalar>) -> String {
    let hex = Array("0123456789ABCDEF".unicodeScalars)
    var escaped = ""
    for scalar in text.unicodeScalars {
      guard special.contains(scalar) else {
        escaped.unicodeScalars.append(scalar)
        continue
      }
      escaped += "%"
      escaped.unicodeScalars.append(hex[Int(scalar.value >> 4)])
      escaped.unicodeScalars.append(hex[Int(scalar.value & 15)])
    }
    return escaped
  }
}

extension Finding.Severity {
  fileprivate var githubLevel: String {
    switch self {
    case .willFail: "error"
    case .mayFail: "warning"
    case .worthKnowing: "notice"
    }
  }
}
