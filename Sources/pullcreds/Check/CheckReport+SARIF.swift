import ImagePullCredentials
import PullDiagnosis

extension CheckReport {
  /// The report as SARIF 2.1.0 (OASIS Standard, 27 March 2020), which code scanning services show on the
  /// lines of a change.
  var sarif: SafeText {
    var writer = JSONWriter(.indented(2))
    let rules = ruleCodes
    writer.object { writer in
      writer.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      writer.member("version", "2.1.0")
      writer.member("runs", objects: [self]) { writer, report in
        writer.member("tool") { writer in
          writer.member("driver") { writer in
            writer.member("name", "pullcreds")
            writer.member("version", Version.current.text)
            writer.member("rules", objects: rules) { writer, code in writer.rule(code) }
          }
        }
        writer.member("columnKind", "unicodeCodePoints")
        writer.member("results", objects: report.results) { writer, result in
          writer.result(result, ruleIndex: rules.firstIndex(of: result.finding.code) ?? 0)
        }
        writer.member("invocations", objects: [report]) { writer, report in
          writer.member("executionSuccessful", true)
          writer.member("toolExecutionNotifications", objects: report.passedOver) {
            writer, passed in
            writer.member("level", passed.isError ? "error" : "note")
            writer.member("message") { $0.member("text", passed.reason.text) }
            writer.location(passed.place)
          }
        }
      }
    }
    return SafeText(json: writer.text + "\n")
  }

  /// The codes of the results, each once, in their order.
  private var ruleCodes: [Finding.Code] {
    var seen: Set<Finding.Code> = []
    return results.map(\.finding.code).filter { seen.insert($0).inserted }
  }
}

extension JSONWriter {
  fileprivate mutating func rule(_ code: Finding.Code) {
    member("id", code.rawValue)
    member("shortDescription") { $0.member("text", code.summary ?? code.rawValue) }
    member("help") { $0.member("text", "Docs/Findings.md describes \(code.rawValue).") }
  }

  fileprivate mutating func result(_ result: CheckReport.Result, ruleIndex: Int) {
    let finding = result.finding
    member("ruleId", finding.code.rawValue)
    member("ruleIndex", ruleIndex)
    member("level", finding.severity.sarifLevel)
    member("message") { $0.member("text", "\(finding.problem) \(finding.advice)") }
    location(result.place)
    member("partialFingerprints") { $0.member("pullcreds/v1", result.fingerprint) }
    if let suppression = result.suppression {
      member("suppressions", objects: [suppression]) { writer, suppression in
        writer.member("kind", suppression.isInSource ? "inSource" : "external")
        writer.member("justification", suppression.reason)
      }
    }
  }

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

extension Finding.Severity {
  fileprivate var sarifLevel: String {
    switch self {
    case .willFail: "error"
    case .mayFail: "warning"
    case .worthKnowing: "note"
    }
  }
}

/// A path as a URI reference (RFC 3986): relative paths stay relative, which is what code scanning
/// takes for a file of the repository.
private func uri(ofFile path: String) -> String {
  let isAbsolute = path.utf8.first == UInt8(ascii: "/")
  var bytes = Array(path.utf8)[...]
  while bytes.starts(with: "./".utf8) { bytes = bytes.dropFirst(2) }
  var text = isAbsolute ? "file://" : ""
  let hex = Array("0123456789ABCDEF".unicodeScalars)
  for byte in bytes {
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
