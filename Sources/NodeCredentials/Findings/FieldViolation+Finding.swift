public import ImagePullCredentials
public import PullDiagnosis

extension CredentialProviderConfigError {
  /// One finding for each violation.
  public var findings: [Finding] { violations.compactMap(\.finding) }
}

extension FieldViolation {
  /// That a kubelet refuses to start because of this violation of a CredentialProviderConfig; nil for
  /// YAML, which a kubelet reads and this package does not.
  public var finding: Finding? {
    guard code != .yaml else { return nil }
    let place = [file, path.isEmpty ? nil : path].compactMap { $0 }.map(printable)
    return Finding(
      code: .providerConfigRejected, severity: .willFail,
      objects: [.providerConfig(file: file, field: path)],
      problem: (place.isEmpty ? "" : place.joined(separator: ", ") + ": ")
        + "a kubelet refuses to start with this (\(code)).",
      advice: "\(sentence.printable).")
  }
}
