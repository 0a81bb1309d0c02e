extension ImageReference {
  /// The registry's host and port, such as `quay.io` or `localhost:5000`; `docker.io` for Docker
  /// Hub, however the text names it.
  ///
  /// Empty for a name whose first part only looks like a registry, such as `a_b.io/x`.
  public var registry: String {
    switch layout.registry {
    case .written: text(0, layout.firstLength)
    case .hub, .legacyHub, .impliedHub: "\(DockerHub.registry)"
    case .absent: ""
    }
  }

  /// The repository in its registry, such as `library/nginx`; 1 to 255 bytes.
  public var repository: String {
    let written = text(layout.pathStart, layout.nameEnd)
    return layout.impliesOfficial ? "\(DockerHub.officialPrefix)\(written)" : written
  }

  /// The registry and the repository, such as `docker.io/library/nginx`: what a keyring matches.
  ///
  /// Tag and digest have no part in the choice of credentials (kubelet:
  /// pkg/util/parsers/parsers.go, `ParseImageName`).
  public var name: String {
    layout.registry == .absent ? repository : "\(registry)/\(repository)"
  }

  /// The tag, without its colon.
  ///
  /// None is implied, not even `latest`.
  public var tag: String? {
    let start = layout.nameEnd + 1
    return layout.tagLength > 0 ? text(start, start + Int(layout.tagLength)) : nil
  }

  /// The digest with its algorithm, such as `sha256:…`.
  public var digest: String? {
    let end = originalText.utf8.count
    return layout.digestLength > 0 ? text(end - Int(layout.digestLength), end) : nil
  }

  /// Whether the image is on Docker Hub.
  public var isDockerHub: Bool { layout.registry.isHub }

  /// The short form that engines show: without `docker.io/`, and without `library/` when only one
  /// component follows it.
  ///
  /// For display. A repository of Docker Hub whose namespace is `localhost` shows as a reference to
  /// another registry, as it does upstream (distribution/reference: normalize.go,
  /// `familiarizeName`).
  public var familiar: String {
    "\(isDockerHub ? familiarRepository : name)\(tail)"
  }

  private var familiarRepository: String {
    let repository = repository
    let prefix = "\(DockerHub.officialPrefix)"
    guard repository.hasPrefix(prefix) else { return repository }
    let rest = repository.utf8.dropFirst(prefix.utf8.count)
    return rest.contains(UInt8(ascii: "/")) ? repository : String(Substring(rest))
  }

  /// The tag with its colon and the digest with its "@", which read the same in every form.
  private var tail: String { text(layout.nameEnd, originalText.utf8.count) }

  private func text(_ start: Int, _ end: Int) -> String {
    let utf8 = originalText.utf8
    let lower = utf8.index(utf8.startIndex, offsetBy: start)
    return String(originalText[lower..<utf8.index(lower, offsetBy: end - start)])
  }
}

extension ImageReference: CustomStringConvertible {
  /// The normalised text: name, tag and digest, such as `docker.io/library/nginx:1.25`.
  ///
  /// Parsing it again gives an equal reference.
  public var description: String { "\(name)\(tail)" }
}
