public import ImagePullCredentials
public import KubernetesPulls
public import PullDiagnosis

extension CredentialProviderConfig {
  /// Likely mistakes in a valid configuration, in its order.
  public var findings: [Finding] {
    providers.flatMap { provider in
      provider.kindFindings(images: []) + provider.entries.flatMap(\.findings)
    }
  }

  /// Why providers give nothing for an image: entries of `matchImages` that almost match it, unless another one
  /// matches; and Docker credential helpers that are configured as plugins.
  ///
  /// - Parameter image: The image to be pulled.
  /// - Returns: The findings, in the configuration's order. Linear in the number of entries.
  public func findings(for image: ImageReference) -> [Finding] {
    let asked = providers.filter { $0.matches(image.name) }
    guard asked.isEmpty else {
      return asked.flatMap { $0.kindFindings(images: [image.originalText]) }
    }
    return providers.flatMap(\.entries).compactMap { $0.finding(for: image) }
  }
}

extension CredentialProviderConfig.Provider {
  fileprivate var entries: [MatchImage] {
    matchImages.enumerated().map { MatchImage(pattern: $1, index: $0, provider: self) }
  }

  /// A helper and a provider speak different protocols (awslabs/amazon-ecr-credential-helper#616).
  fileprivate func kindFindings(images: [String]) -> [Finding] {
    guard name.utf8.starts(with: DockerCredentialHelper.prefix.utf8) else { return [] }
    return [
      Finding(
        code: .wrongPluginKind, severity: .mayFail, images: images,
        objects: [
          .provider(name), .providerConfig(file: origin.file, field: "\(origin.path).name"),
        ],
        problem: """
          Credential provider \(word: name) is a Docker credential helper, which does not understand \
          the kubelet.
          """,
        advice: """
          Install and name the kubelet's credential provider for the registry, such as \
          ecr-credential-provider.
          """)
    ]
  }
}

/// An entry of a provider's `matchImages`.
private struct MatchImage {
  let pattern: RegistryPattern
  let index: Int
  let provider: CredentialProviderConfig.Provider

  /// Why it matches less than intended, for any image.
  var findings: [Finding] {
    if let flaw { return [finding(flaw)] }
    if pattern.host == "*", pattern.port == nil {
      return [
        finding(
          .globMisuse, "matches only hosts of one label, since one * is one label",
          "Write as many labels as the registries have, as in \"*.example.com\".")
      ]
    }
    if pattern.originalText.utf8.contains(UInt8(ascii: "?")) {
      return [
        finding(
          .globMisuse, "ends at its ?, which is no wildcard",
          "Leave it out: a path stands for every longer one.")
      ]
    }
    return []
  }

  /// Why it does not match an image that it is intended for; nil if it is not.
  func finding(for image: ImageReference) -> Finding? {
    if let flaw {
      guard let meant = flaw.meant, meant.matches(image) else { return nil }
      return finding(flaw, images: [image.originalText])
    }
    return NearMiss(pattern, image).map { miss in
      finding(
        miss.code, miss.difference, miss.advice(as: "an entry"), images: [image.originalText])
    }
  }

  private func finding(_ flaw: Flaw, images: [String] = []) -> Finding {
    let use: SafeText? = flaw.meant.map { "Use \(quoted: $0.displayKey) instead." }
    return finding(
      flaw.code, "matches no image: \(flaw.text)", use ?? "Write the registry's host.",
      images: images)
  }

  /// A finding about the entry; `difference` continues the sentence that begins with the entry.
  private func finding(
    _ code: Finding.Code, _ difference: SafeText, _ advice: SafeText, images: [String] = []
  ) -> Finding {
    Finding(
      code: code, severity: .mayFail, images: images,
      objects: [
        .providerConfig(
          file: provider.origin.file, field: "\(provider.origin.path).matchImages[\(index)]"),
        .provider(provider.name),
      ],
      problem: """
        Entry \(quoted: pattern.displayKey) in matchImages of credential provider \
        \(word: provider.name) \(difference).
        """, advice: advice)
  }
}

extension MatchImage {
  /// A mistake that makes an entry match no image.
  private struct Flaw {
    let code: Finding.Code
    let text: SafeText
    /// The entry that was probably intended.
    let meant: RegistryPattern?
  }

  private var flaw: Flaw? {
    let repair = KeyRepair(ofMatchImage: pattern.originalText)
    // Read as the key of a Secret, so that a /v1/ after an alias of Docker Hub does not hide it.
    let meant =
      repair == nil
      ? pattern : repair?.key.flatMap { try? RegistryPattern(registryKey: $0) }
    if meant?.isDockerHubAlias == true {
      return Flaw(
        code: .hubAlias, text: "those of Docker Hub are looked up under docker.io",
        meant: try? RegistryPattern(matchImage: "docker.io"))
    }
    return repair.map { repair in
      let code: Finding.Code =
        switch repair.kind {
        case .scheme: .registryMismatch
        case .wildcard: .globMisuse
        case .other: .unmatchableKey
        }
      return Flaw(code: code, text: "it \(repair.flaw)", meant: meant)
    }
  }
}

// MARK: - Violations

extension CredentialProviderConfigError {
  /// One finding for each violation.
  public var findings: [Finding] { violations.map(\.finding) }
}

extension FieldViolation {
  /// The finding that a kubelet refuses to start because of this violation of a CredentialProviderConfig.
  public var finding: Finding {
    let place = [file, path.isEmpty ? nil : path].compactMap { $0 }
      .map { "\(word: $0)" as SafeText }
    let start: SafeText = place.isEmpty ? "" : "\(place.joined(separator: ", ")): "
    return Finding(
      code: .providerConfigRejected, severity: .willFail,
      objects: [.providerConfig(file: file, field: path)],
      problem: "\(start)a kubelet refuses to start with this (\(sentence: "\(code)")).",
      advice: "\(sentence: explanation).")
  }
}
