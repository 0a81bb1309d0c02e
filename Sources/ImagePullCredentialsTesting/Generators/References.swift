extension RandomNumberGenerator {
  /// A valid image reference: with or without registry, tag and digest, and of any length that is
  /// allowed, most of them short.
  public mutating func imageReference() -> String {
    let hub = pick(["", "", "docker.io/", "index.docker.io/"])
    let registry = once(in: 2) ? hub : "\(registryHost())/"
    return registry + repository() + (once(in: 2) ? ":\(tag())" : "")
      + (once(in: 4) ? "@\(digest())" : "")
  }

  /// A valid image reference with one thing changed. Most are rejected; some are valid by chance.
  public mutating func almostImageReference() -> String { almost(imageReference()) }

  /// A registry's host, perhaps with a port, such as `registry.example.com:5000`; not Docker Hub's.
  mutating func registryHost() -> String {
    let host = pick([
      "quay.io", "ghcr.io", "localhost", "gcr.io",
      "registry.example.com", "\(hostLabel()).example.com", "\(hostLabel()).\(hostLabel())",
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
    ])
    return host + (once(in: 4) ? pick([":5000", ":443", ":80"]) : "")
  }

  mutating func hostLabel() -> String {
    // Long enough now and then that it is more than one word to compare.
    text(of: "abcdefghijklmnopqrstuvwxyz0123456789", count: once(in: 20) ? 40...63 : 1...8)
  }

  /// One to four components, or one that is as long as can be.
  mutating func repository() -> String {
    // With "library/" in front that is the limit of 255.
    if once(in: 30) { return text(of: "abc0", count: 240...247) }
    let components = (0..<Int.random(in: 1...4, using: &self)).map { _ in component() }
    return components.joined(separator: "/")
  }

  private mutating func component() -> String {
    let first = text(of: "abcxyz019", count: 1...10)
    guard once(in: 3) else { return first }
    return first + pick([".", "_", "__", "-", "---"]) + text(of: "abcxyz019", count: 1...5)
  }

  private mutating func tag() -> String {
    let first = text(of: "abcXYZ019_", count: 1...1)
    return first + text(of: "abcXYZ019_.-", count: once(in: 30) ? 127...127 : 0...12)
  }

  private mutating func digest() -> String {
    let hexadecimal = "0123456789abcdef"
    return once(in: 3)
      ? "sha512:" + text(of: hexadecimal, count: 128...128)
      : "sha256:" + text(of: hexadecimal, count: 64...64)
  }
}
