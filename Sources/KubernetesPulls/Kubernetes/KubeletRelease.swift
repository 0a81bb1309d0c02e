/// A minor release of the kubelet, where an answer depends on it.
///
/// Docs/KubeletRules.md lists what differs. An API that takes a release has as its default the newest
/// one whose rules for that question are fully known.
///
/// ```swift
/// KubeletRelease("v1.36.2-eks-1234567")  // .v136, as in a Node's status.nodeInfo.kubeletVersion
/// ```
public struct KubeletRelease: Sendable, Hashable {
  /// The number after `1.`.
  public let minor: Int

  /// Kubernetes 1.33, the first with image access, which is off there.
  public static let v133 = Self(minor: 33)
  /// Kubernetes 1.34.
  public static let v134 = Self(minor: 34)
  /// Kubernetes 1.35, the first with image access on.
  public static let v135 = Self(minor: 35)
  /// Kubernetes 1.36. What it changed in image access is known in part.
  public static let v136 = Self(minor: 36)

  private init(minor: Int) { self.minor = minor }
}

extension KubeletRelease: LosslessStringConvertible {
  /// Reads a version such as `1.35`, `v1.35.2` or `v1.35.2-gke.100`; nil if it is none of Kubernetes 1.
  public init?(_ version: String) {
    var rest = version.utf8[...]
    if rest.first == UInt8(ascii: "v") { rest.removeFirst() }
    guard rest.starts(with: "1.".utf8) else { return nil }
    rest.removeFirst(2)
    let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    rest = rest.dropFirst(digits.count)
    guard let minor = Int(Substring(digits)),
      rest.isEmpty || ".+-".utf8.contains(rest[rest.startIndex])
    else { return nil }
    self.minor = minor
  }

  /// Such as `1.35`.
  public var description: String { "1.\(minor)" }
}

extension KubeletRelease: Comparable {
  /// Whether `one` is older.
  public static func < (one: Self, other: Self) -> Bool { one.minor < other.minor }
}
