/// Something about a node's credentials that an operator should know, and what to do about it.
public struct NodeFinding: Sendable, Hashable {
  /// What kind of finding.
  public let code: Code
  /// What is the matter.
  public let sentence: String
  /// What to do.
  public let fix: String
  /// What it is about, such as `providers[0].matchImages[1]` with the file before it.
  public let place: String

  /// The kinds of findings, named as in diagnosis; there may be more one day.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// A stable name in kebab-case.
    public let description: String

    /// The kubelet refuses to start with the configuration.
    public static let providerConfigRejected = Code(description: "provider-config-rejected")
    /// A Docker credential helper is configured as a credential provider.
    public static let wrongPluginKind = Code(description: "wrong-plugin-kind")
    /// The kubelet drops what the plugin answers.
    public static let badPluginResponse = Code(description: "bad-plugin-response")
    /// The plugin is left out because of the Pod's ServiceAccount.
    public static let saTokenGates = Code(description: "sa-token-gates")
    /// A pattern names another registry than the image does.
    public static let registryMismatch = Code(description: "registry-mismatch")
    /// A wildcard stands where it has no effect, or for more than it can.
    public static let globMisuse = Code(description: "glob-misuse")
  }
}

extension NodeFinding: CustomStringConvertible {
  /// Such as `glob-misuse: providers[0].matchImages[0]: … …`.
  public var description: String { "\(code): \(place): \(sentence) \(fix)" }
}

extension CredentialProviderConfigError {
  /// One finding for each violation.
  public var findings: [NodeFinding] { violations.map(NodeFinding.init(rejection:)) }
}

extension NodeFinding {
  /// The finding for a violation that keeps a kubelet from starting.
  public init(rejection violation: FieldViolation) {
    let place = [violation.file, violation.path.isEmpty ? nil : violation.path]
    self.init(
      code: .providerConfigRejected,
      sentence: "The kubelet refuses to start with this configuration (\(violation.code)).",
      fix: "\(violation.sentence).",
      place: place.compactMap { $0 }.joined(separator: ": "))
  }
}

extension ProviderStep {
  /// What an operator should do about what came of the provider; nil if there is nothing to do.
  public var finding: NodeFinding? {
    switch outcome {
    case .gated(let gate):
      NodeFinding(
        code: .saTokenGates,
        sentence: "The plugin matches the image and is not executed: \(gate).",
        fix: gate.fix, place: "credential provider \(provider)")
    case .failed(let error) where error.code == .badResponse:
      NodeFinding(
        code: .badPluginResponse,
        sentence: "The plugin runs, and the kubelet drops its response.",
        fix: error.violations.map { "\($0)." }.joined(separator: " "),
        place: "credential provider \(provider)")
    case .failed(let error) where error.code == .echoedToken:
      NodeFinding(
        code: .badPluginResponse,
        sentence: "The plugin returns the ServiceAccount's token, and the kubelet drops that.",
        fix: "Set tokenAttributes.cacheType to Token.",
        place: "credential provider \(provider)")
    case .notMatched, .cached, .answered, .failed: nil
    }
  }
}

extension ProviderStep.Gate {
  fileprivate var fix: String {
    switch self {
    case .noServiceAccount:
      "Static Pods have no ServiceAccount; set requireServiceAccount to false for a plugin that is "
        + "to serve them."
    case .serviceAccountNotFound(let name):
      "Create ServiceAccount \(name), or add it to the objects that are looked at."
    case .missingAnnotation(let key, let name):
      "Set the annotation \(key) on ServiceAccount \(name)."
    case .noToken(let audience):
      "The node must be allowed to request tokens for the audience \(audience) (RBAC verb "
        + "request-serviceaccounts-token-audience)."
    }
  }
}
