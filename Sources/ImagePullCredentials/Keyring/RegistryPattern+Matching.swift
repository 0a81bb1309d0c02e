extension RegistryPattern {
  /// Whether the kubelet would offer a credential under this pattern for an image.
  ///
  /// - Parameter imageName: What a keyring looks up: a normalised name without tag and digest, such
  ///   as `docker.io/library/nginx`. Any other text is read as the kubelet reads it, and what
  ///   Go's `url.Parse` refuses matches nothing.
  /// - Returns: `true` when the kubelet would try the credential.
  /// - Complexity: O(length of the pattern and of the name).
  public func matches(_ imageName: String) -> Bool {
    comparison(with: imageName)?.isMatch ?? false
  }

  /// What each of the kubelet's tests says about this pattern and an image.
  ///
  /// - Parameter imageName: What a keyring looks up, as for ``matches(_:)``.
  /// - Returns: `nil` when there is nothing to test, and so no match: the kubelet cannot read
  ///   `imageName` as a URL, or the pattern is not ``isMatchable``.
  public func comparison(with imageName: String) -> Comparison? {
    var imageName = imageName
    imageName.makeContiguousUTF8()
    let text = imageName.utf8Span.span
    do throws(ParseError) {
      let url = try SchemelessURL(text)
      return comparison(host: url.host(in: text), path: url.path(in: text))
    } catch {
      return nil
    }
  }

  private func comparison(host: Span<UInt8>, path: Span<UInt8>) -> Comparison? {
    guard compiled.isMatchable else { return nil }
    let text = asWritten.utf8Span.span
    let patternHost = compiled.bytes(compiled.host, of: text)
    let split = HostPort(splitting: host, host.indices)
    let imageHost = host.extracting(split.host)
    return Comparison(
      hasEqualPort: compiled.bytes(compiled.port, of: text)
        .hasSameBytes(as: host.extracting(split.port)),
      patternLabelCount: HostLabels.count(in: patternHost),
      imageLabelCount: HostLabels.count(in: imageHost),
      hasPathPrefix: path.starts(with: compiled.bytes(compiled.path, of: text)),
      firstMismatchedLabel: Self.firstMismatchedLabel(patternHost, imageHost))
  }

  static func firstMismatchedLabel(
    _ patternHost: Span<UInt8>, _ imageHost: Span<UInt8>
  ) -> Int? {
    var patternLabels = HostLabels(patternHost)
    var imageLabels = HostLabels(imageHost)
    var index = 0
    while let pattern = patternLabels.next(), let label = imageLabels.next() {
      if !LabelGlob.matches(pattern: pattern, label: label) { return index }
      index += 1
    }
    return nil
  }
}
