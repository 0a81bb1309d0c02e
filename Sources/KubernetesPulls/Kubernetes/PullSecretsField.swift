import ImagePullCredentials

extension ManifestReader {
  /// Whether `name` is `imagePullSecrets` or a misspelling of it.
  func meansPullSecrets(_ name: JSONString) -> Bool {
    names(name, "imagePullSecrets") || misspellsPullSecrets(name)
  }

  /// Whether `name` is a misspelling of `imagePullSecrets`: `imagePullSecret`, `imagepullsecrets`,
  /// `image_pull_secrets`, `pullSecrets`, or up to two typos. No such fields exist: names are
  /// case-sensitive. Source: sigs.k8s.io/json.
  ///
  /// The first letter has to be right, which excludes most fields quickly.
  func misspellsPullSecrets(_ name: JSONString) -> Bool {
    guard name.isVerbatim, (8...24).contains(name.count) else { return false }
    let first = bytes[name.start] | 0x20
    guard first == UInt8(ascii: "i") || first == UInt8(ascii: "p"),
      !names(name, "imagePullSecrets")
    else { return false }
    var letters = ""
    for offset in name.start..<name.end {
      switch bytes[offset] {
      case UInt8(ascii: "-"), UInt8(ascii: "_"): continue
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        letters.unicodeScalars.append(Unicode.Scalar(bytes[offset] | 0x20))
      default: return false
      }
    }
    return letters.hasBytes("pullsecret")
      || NearestName.find(letters, in: ["imagepullsecrets"], limit: 2) != nil
  }
}
