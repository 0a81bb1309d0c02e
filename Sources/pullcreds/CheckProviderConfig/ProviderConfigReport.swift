import ImagePullCredentials
import NodeCredentials

/// Configurations of credential providers, and what is wrong with each.
struct ProviderConfigReport: Sendable {
  let files: [File]

  /// One file or directory.
  struct File: Sendable {
    let path: String
    /// What makes a kubelet refuse it.
    let violations: [FieldViolation]
    /// What is likely to be a mistake though a kubelet accepts it.
    let findings: [NodeFinding]
  }

  /// Reads and checks files and directories; `-` is standard input.
  init(_ paths: [String], binDirectory: String?) throws(InputError) {
    var files: [File] = []
    for path in paths { files.append(try File(path: path, binDirectory: binDirectory)) }
    self.files = files
  }

  /// Success if a kubelet starts with every file.
  var status: ExitStatus {
    let violations = files.flatMap(\.violations)
    if violations.contains(where: \.isUnusable) { return .unusable }
    return violations.isEmpty ? .success : .negative
  }
}

extension ProviderConfigReport.File {
  fileprivate init(path: String, binDirectory: String?) throws(InputError) {
    let advice = "yq -o=json providers.yaml | pullcreds check-provider-config -"
    let input = path == "-" ? try Input.read(path, advice: advice) : nil
    self.path = input?.name ?? path
    do throws(CredentialProviderConfigError) {
      let config: CredentialProviderConfig
      if let input {
        config = try CredentialProviderConfig(json: input.bytes)
      } else {
        config = try CredentialProviderConfig(path: path)
      }
      violations = binDirectory.map(config.violations(ofBinDirectory:)) ?? []
      findings = config.findings
    } catch {
      violations = error.violations
      findings = []
    }
  }
}

extension FieldViolation {
  /// Whether the file could not be checked at all.
  fileprivate var isUnusable: Bool { [.unreadable, .noFiles, .yaml].contains(code) }
}

// MARK: - Rendering

extension ProviderConfigReport {
  /// The report for a person, at 80 columns.
  var text: String {
    var page = TextPage()
    for file in files {
      page.blank()
      page.line(file.path)
      for violation in file.violations { page.add(violation, of: file) }
      for finding in file.findings {
        let isOfFile = finding.place.hasPrefix("\(file.path): ")
        let place = isOfFile ? finding.place.dropFirst(file.path.count + 2) : finding.place[...]
        page.paragraph("\(place): \(finding.code)", indent: 2, hanging: 2)
        page.paragraph("\(finding.sentence) \(finding.fix)", indent: 4)
      }
      page.line(file.verdict, indent: 2)
    }
    return page.text
  }

  /// The report for programs. The members are described in Docs/Command.md and are stable.
  var json: String {
    var writer = JSONWriter(.indented(2))
    writer.beginObject()
    writer.member("files", objects: files) { writer, file in
      writer.member("file", file.path)
      writer.member("isAccepted", file.violations.isEmpty)
      writer.member("violations", objects: file.violations) { writer, violation in
        writer.member("code", violation.code.description)
        writer.member("file", violation.file)
        writer.member("path", violation.path)
        writer.member("message", violation.sentence)
      }
      writer.member("findings", objects: file.findings) { $0.members(of: $1) }
    }
    writer.endObject()
    return writer.text + "\n"
  }
}

extension ProviderConfigReport.File {
  fileprivate var verdict: String {
    switch violations.count {
    case 0: "accepted"
    case 1: "refused: 1 violation"
    case let count: "refused: \(count) violations"
    }
  }
}

extension TextPage {
  fileprivate mutating func add(_ violation: FieldViolation, of file: ProviderConfigReport.File) {
    let place = [violation.file == file.path ? nil : violation.file, violation.path]
    let shown = (place.compactMap { $0 }.filter { !$0.isEmpty } + ["\(violation.code)"])
    paragraph(shown.joined(separator: ": "), indent: 2, hanging: 2)
    paragraph(violation.sentence, indent: 4)
  }
}
