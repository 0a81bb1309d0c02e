package import ImagePullCredentials

/// The single difference between an image and a pattern that does not match it. The pattern is a
/// registry key of a Secret, or an entry of a credential provider's `matchImages`.
package struct NearMiss {
  /// The difference, in words that follow the pattern.
  package let difference: SafeText
  private let kind: Kind
  private let registry: String

  /// The difference; nil if there is none or more than one, or if too little agrees for a likely
  /// mistake.
  package init?(_ pattern: RegistryPattern, _ image: ImageReference) {
    guard let name = try? RegistryPattern(matchImage: image.name),
      let comparison = pattern.comparison(with: image), !comparison.isMatch
    else { return nil }
    self.init(pattern, image, name, comparison)
  }

  /// The same.
  ///
  /// - Parameters:
  ///   - pattern: the pattern that does not match.
  ///   - image: the image.
  ///   - name: the image's name; for a keyring it has a host, a port and a path.
  ///   - comparison: the comparison of the pattern with the name.
  init?(
    _ pattern: RegistryPattern, _ image: ImageReference, _ name: RegistryPattern,
    _ comparison: RegistryPattern.Comparison
  ) {
    // A part of a key that may be a password must not be shown.
    guard pattern.hasShownParts, let kind = Kind(pattern, image, name, comparison) else {
      return nil
    }
    self.kind = kind
    registry = image.registry
    let shown: SafeText = "\(word: registry)"
    switch kind {
    case .port:
      let port: SafeText = pattern.port.map { "is for port \(word: $0)" } ?? "has no port"
      difference =
        """
        \(port), the image is on \(shown)\(name.port == nil ? " without a port" : ""); the \
        ports must be equal
        """
    case .path:
      difference =
        """
        is for paths that begin with \(quoted: pattern.path), the image's is \(quoted: name.path)
        """
    case .label(let one, let other):
      difference =
        "is for another host, the image is on \(shown): \(quoted: one) is not \(quoted: other)"
    case .labelCount:
      difference = "is for another host, the image is on \(shown)"
    case .wildcards:
      let count = comparison.patternLabelCount
      difference =
        """
        is for hosts of \(count) label\(count == 1 ? "" : "s"), \(shown) has \
        \(comparison.imageLabelCount): one * is one label
        """
    }
  }

  /// `glob-misuse` for wildcards, else `registry-mismatch`.
  package var code: Finding.Code {
    if case .wildcards = kind { .globMisuse } else { .registryMismatch }
  }

  /// Whether the pattern is for the image's registry.
  var isSameRegistry: Bool { kind == .port || kind == .labelCount }

  /// Whether the pattern names a single other host, which may be intended.
  var isAnotherHost: Bool {
    switch kind {
    case .label, .labelCount: true
    case .port, .path, .wildcards: false
    }
  }

  /// What to write.
  ///
  /// - Parameter part: the pattern in words, such as `the key`.
  /// - Returns: A sentence.
  package func advice(as part: SafeText) -> SafeText {
    switch kind {
    case .wildcards: "Use \(better) as \(part)."
    case .path: "Use \(better), which is for every path, or a path that the image's begins with."
    case .port, .label, .labelCount: "Use exactly \(better) as \(part)."
    }
  }

  /// What to add to the pattern, which other images need.
  func advice(adding part: SafeText) -> SafeText {
    "Keep it for the images that need it, and add \(part) \(better)."
  }

  /// The pattern that matches the image.
  private var better: SafeText {
    if case .wildcards(let wider) = kind, wider != registry {
      return "\(quoted: wider) or \(quoted: registry)"
    }
    return "\(quoted: registry)"
  }
}

/// The kind of difference.
private enum Kind: Equatable {
  case port
  case path
  /// One label of the host.
  case label(String, String)
  /// One of the hosts has an extra first label, or the pattern is only the image's first label.
  case labelCount
  /// The wildcards are for another number of labels; this pattern matches.
  case wildcards(String)

  init?(
    _ pattern: RegistryPattern, _ image: ImageReference, _ name: RegistryPattern,
    _ comparison: RegistryPattern.Comparison
  ) {
    let keyLabels = pattern.host.split(separator: ".", omittingEmptySubsequences: false)
    let imageLabels = name.host.split(separator: ".", omittingEmptySubsequences: false)
    guard comparison.patternLabelCount == comparison.imageLabelCount else {
      if let wider = pattern.widened(to: comparison.imageLabelCount), wider.matches(image) {
        // A key of only * would send the password to any host.
        let isOfStars = keyLabels.allSatisfy { $0 == "*" }
        self = .wildcards(isOfStars ? image.registry : wider.originalText)
        return
      }
      let (longer, shorter) =
        keyLabels.count > imageLabels.count ? (keyLabels, imageLabels) : (imageLabels, keyLabels)
      guard comparison.hasEqualPort, comparison.hasPathPrefix, !pattern.isWildcard,
        shorter.count >= 2 && longer.dropFirst() == shorter[...]
          // Only the name of a cloud's registry, such as "acme" of acme.azurecr.io.
          || keyLabels.count == 1 && imageLabels.count >= 3 && keyLabels.first == imageLabels.first
      else { return nil }
      self = .labelCount
      return
    }
    switch (comparison.firstMismatchedLabel, comparison.hasEqualPort, comparison.hasPathPrefix) {
    case (nil, false, true): self = .port
    case (nil, true, false): self = .path
    case (let index?, true, true):
      guard keyLabels.count >= 3, index < keyLabels.count, index < imageLabels.count,
        keyLabels[(index + 1)...] == imageLabels[(index + 1)...],
        // A difference in case is not a near miss.
        keyLabels[index].lowercased() != imageLabels[index].lowercased()
      else { return nil }
      self = .label(String(keyLabels[index]), String(imageLabels[index]))
    default: return nil
    }
  }
}

extension RegistryPattern {
  /// The pattern with enough leading `*` labels for `count` labels; nil if it has no leading `*`.
  fileprivate func widened(to count: Int) -> RegistryPattern? {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    let fixed = labels.drop { $0 == "*" }
    // A host name has at most 127 labels; the limit is for invalid names.
    guard fixed.count < labels.count, fixed.count <= count, count <= 128 else { return nil }
    let wildcards = Array(repeating: Substring("*"), count: count - fixed.count)
    let host = (wildcards + fixed).joined(separator: ".")
    return try? RegistryPattern(registryKey: host + (port.map { ":\($0)" } ?? "") + path)
  }
}
