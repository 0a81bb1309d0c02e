import ImagePullCredentials

/// The images that need no verification: names without tag and digest, and prefixes of names that
/// end in a slash.
///
/// (pkg/kubelet/images/pullmanager/image_pull_policies.go)
public struct ImageAllowlist: Sendable, Hashable {
  /// The patterns as written.
  public let patterns: [String]
  private var names: Set<[UInt8]> = []
  /// The prefixes from patterns that end in `/*`, in byte order, without those that begin with
  /// another one, so at most one is a prefix of a text.
  private var prefixes: [String] = []

  /// No pattern.
  init() { patterns = [] }

  /// Compiles patterns; throws for the first bad one.
  init(_ patterns: [String], release: KubeletRelease) throws(PatternError) {
    self.patterns = patterns
    var prefixes: [String] = []
    for pattern in patterns {
      if try Self.isPrefix(pattern, release: release) {
        prefixes.append(String(pattern.dropLast()))
      } else {
        names.insert(Array(pattern.utf8))
      }
    }
    for prefix in prefixes.sorted(by: { $0.precedes($1) }) {
      if let shorter = self.prefixes.last, prefix.utf8.starts(with: shorter.utf8) { continue }
      self.prefixes.append(prefix)
    }
  }

  /// The pattern that a text equals or begins with; nil if there is none.
  ///
  /// - Complexity: O(log n) comparisons in the number of patterns.
  func pattern(matching text: String) -> String? {
    if names.contains(Array(text.utf8)) { return text }
    var range = prefixes.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        text.precedes(prefixes[middle])
        ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    guard range.lowerBound > 0 else { return nil }
    let prefix = prefixes[range.lowerBound - 1]
    return text.utf8.starts(with: prefix.utf8) ? prefix + "*" : nil
  }

  /// Why a pattern is rejected, in the kubelet's words.
  struct PatternError: Error {
    let message: String
  }

  /// Whether a valid pattern is a prefix pattern. Any text may come before its `/*`.
  private static func isPrefix(
    _ pattern: String, release: KubeletRelease
  ) throws(PatternError) -> Bool {
    let scalars = pattern.unicodeScalars
    if scalars.first?.properties.isWhitespace == true
      || scalars.last?.properties.isWhitespace == true
    {
      throw PatternError(message: "leading/trailing spaces are not allowed: \(pattern)")
    }
    if pattern.isEmpty {
      throw PatternError(message: "the supplied pattern is too short: \(pattern)")
    }
    if let star = scalars.firstIndex(of: "*") {
      guard scalars.index(after: star) == scalars.endIndex,
        pattern.utf8.dropLast().last == UInt8(ascii: "/")
      else {
        throw PatternError(
          message: "not a valid wildcard pattern, only patterns ending with '/*' are allowed: "
            + pattern)
      }
      guard pattern.utf8.count > 2 else {
        throw PatternError(message: "at least registry hostname is required")
      }
      return true
    }
    guard try name(of: pattern, release: release).hasSameBytes(as: pattern) else {
      throw PatternError(
        message: "neither tag nor digest is accepted in an image reference: \(pattern)")
    }
    return false
  }

  /// The name that the pattern has to equal: up to 1.35, with Docker Hub's defaults filled in.
  private static func name(
    of pattern: String, release: KubeletRelease
  ) throws(PatternError) -> String {
    let isNormalizing = release < .v136
    do throws(ImageReference.ParseError) {
      return isNormalizing
        ? try ImageReference(pattern).name : try WrittenName.name(of: pattern)
    } catch {
      let reason = error.upstreamText(parsing: pattern, isNormalizing: isNormalizing)
      throw PatternError(message: "failed to parse as an image name: \(reason)")
    }
  }
}
