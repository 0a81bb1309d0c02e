import ImagePullCredentials
import PullDiagnosis

extension CheckReport {
  /// The report as SARIF 2.1.0 (OASIS Standard, 27 March 2020), which code scanning services show on the
  /// lines of a change. Unreadable files are also results: services do not show notifications.
  var sarif: SafeText {
    var writer = JSONWriter(.indented(2))
    var rules: [String: Int] = [:]
    let alerts = results.map(Alert.init) + errors.map(Alert.init)
    let described = alerts.filter { alert in
      guard rules[alert.code] == nil else { return false }
      rules[alert.code] = rules.count
      return true
    }
    writer.object { writer in
      writer.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      writer.member("version", "2.1.0")
      writer.member("runs", objects: [self]) { writer, report in
        writer.member("tool") { writer in
          writer.member("driver") { writer in
            writer.member("name", "pullcreds")
            writer.member("version", Version.current.text)
            writer.member("rules", objects: described) { writer, alert in alert.writeRule(&writer) }
          }
        }
        writer.member("columnKind", "unicodeCodePoints")
        writer.member("results", objects: alerts) { writer, alert in
          alert.write(ruleIndex: rules[alert.code] ?? 0, to: &writer)
        }
        writer.member("invocations", objects: [report]) { writer, report in
          writer.member("executionSuccessful", true)
          writer.member("toolExecutionNotifications", objects: report.passedOver) { writer, note in
            writer.member("level", "note")
            writer.member("message") { $0.member("text", note.reason.text) }
            writer.location(note.place)
          }
        }
      }
    }
    return SafeText(json: writer.text + "\n")
  }
}

/// A result of SARIF: a finding, or a note that is an error.
private struct Alert {
  let code: String
  let summary: String
  let level: String
  let message: String
  let place: CheckReport.Place
  let fingerprint: String
  let suppression: Suppression?

  init(_ result: CheckReport.Result) {
    let finding = result.finding
    code = finding.code.rawValue
    summary = finding.code.summary ?? code
    level = finding.severity.sarifLevel
    message = "\(finding.problem) \(finding.advice)"
    place = result.place
    fingerprint = result.fingerprint
    suppression = result.suppression
  }

  init(_ error: CheckReport.Note) {
    code = error.kind.rawValue
    summary = error.kind.summary
    level = "error"
    message = error.reason.text
    place = error.place
    fingerprint = CheckReport.fingerprint("\(place.file)\0\(code)\0\(message)")
    suppression = nil
  }

  func writeRule(_ writer: inout JSONWriter) {
    writer.member("id", code)
    writer.member("shortDescription") { $0.member("text", summary) }
    writer.member("help") { $0.member("text", summary) }
  }

  func write(ruleIndex: Int, to writer: inout JSONWriter) {
    writer.member("ruleId", code)
    writer.member("ruleIndex", ruleIndex)
    writer.member("level", level)
    writer.member("message") { $0.member("text", message) }
    writer.location(place)
    writer.member("partialFingerprints") { $0.member("pullcreds/v1", fingerprint) }
    if let suppression {
      writer.member("suppressions", objects: [suppression]) { writer, suppression in
        writer.member("kind", suppression.isInSource ? "inSource" : "external")
        writer.member("justification", suppression.reason)
      }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func location(_ place: CheckReport.Place) {
    member("locations", objects: [place]) { writer, place in
      writer.member("physicalLocation") { writer in
        writer.member("artifactLocation") { $0.member("uri", uri(ofFile: place.file)) }
        writer.member("region") { writer in
          writer.member("startLine", place.line)
          writer.member("startColumn", place.column)
        }
      }
    }
  }
}

extension CheckReport.Note.Kind {
  fileprivate var summary: String {
    switch self {
    case .passedOver, .noManifest: "What is not checked."
    case .unreadable: "A manifest cannot be read: neither be checked nor be applied."
    case .repeatedKey: "A mapping has a key twice: kubectl takes the last one without a word."
    }
  }
}

extension Finding.Severity {
  fileprivate var sarifLevel: String {
    switch self {
    case .willFail: "error"
    case .mayFail: "warning"
    case .worthKnowing: "note"
    }
  }
}

/// A path as a URI reference (RFC 3986) without `.`: relative paths stay relative, which code scanning
/// reads as files of the repository.
private func uri(ofFile path: String) -> String {
  let path = path.resolved(in: path.utf8.first == UInt8(ascii: "/") ? "/" : "")
  var text = path.utf8.first == UInt8(ascii: "/") ? "file://" : ""
  let hex = Array("0123456789ABCDEF".unicodeScalars)
  for byte in path.utf8 {
    if byte.isUnreservedInPath {
      text.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      text += "%"
      text.unicodeScalars.append(hex[Int(byte >> 4)])
      text.unicodeScalars.append(hex[Int(byte & 15)])
    }
  }
  return text
}

extension UInt8 {
  fileprivate var isUnreservedInPath: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~/".utf8.contains(self)
    }
  }
}
