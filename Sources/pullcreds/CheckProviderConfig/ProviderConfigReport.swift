import ImagePullCredentials
import PullDiagnosis
import NodeCredentials

/// Configurations of credential providers, and what is wrong with each.
struct ProviderConfigReport: Sendable {
  let files: [File]

  /// One file or directory.
  struct File: Sendable {
    let path: String
    /// What makes a kubelet refuse it.
    let violations: [FieldViolation]
    /// What makes a kubelet refuse it, and what is likely to be a mistake though a kubelet accepts it.
    let findings: [Finding]
  }

  /// Reads and checks files and directories; `-` is standard input.
  init(
    _ paths: [String], binDirectory: String?, release: KubeletRelease = .v136
  ) throws(InputError) {
    var files: [File] = []
    for path in paths {
      files.append(try File(path: path, binDirectory: binDirectory, release: release))
    }
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
  fileprivate init(
    path: String, binDirectory: String?, release: KubeletRelease
  ) throws(InputError) {
    let advice = "pullcreds check-provider-config - < providers.yaml"
    let input = path == "-" ? try Input.read(path, advice: advice) : nil
    self.path = input?.name ?? path
    do throws(CredentialProviderConfigError) {
      let config: CredentialProviderConfig
      if let input {
        config = try CredentialProviderConfig(json: input.bytes, release: release)
      } else {
        config = try CredentialProviderConfig(path: path, release: release)
      }
      violations = binDirectory.map(config.violations(ofBinDirectory:)) ?? []
      findings = violations.map(\.finding) + config.findings
    } catch {
      violations = error.violations
      findings = error.findings
    }
  }
}

// MARK: - Rendering

extension ProviderConfigReport {
  /// The report for a person, at 80 columns.
  var text: String {
    var page = TextPage()
    for file in files {
      page.blank()
      page.line(file.path)
      for finding in file.findings { page.add(finding) }
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
