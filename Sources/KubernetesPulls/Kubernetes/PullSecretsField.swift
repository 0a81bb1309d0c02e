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
    var letters: [UInt8] = []
    for offset in name.start..<name.end {
      switch bytes[offset] {
      case UInt8(ascii: "-"), UInt8(ascii: "_"): continue
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        letters.append(bytes[offset] | 0x20)
      default: return false
      }
    }
    return letters.firstRange(of: "pullsecret".utf8) != nil || isSlip(letters)
  }

  /// Whether at most two letters are added, missing or changed.
  private func isSlip(_ letters: [UInt8]) -> Bool {
    let field = Array("imagepullsecrets".utf8)
    var row = Array(0...letters.count)
    for (index, byte) in field.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, letter) in letters.enumerated() {
        let change = diagonal + (letter == byte ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(change, diagonal + 1, row[column] + 1)
      }
    }
    return row[letters.count] <= 2
  }
}
