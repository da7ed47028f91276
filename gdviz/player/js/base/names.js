// Variable names in print: Greek letters and subscripts. No DOM here.

const GREEK = { theta: "θ", phi: "φ", alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", zeta: "ζ", iota: "ι", kappa: "κ", nu: "ν", upsilon: "υ", chi: "χ", omega: "ω", mu: "μ", lambda: "λ", rho: "ρ", sigma: "σ", xi: "ξ", eta: "η", tau: "τ", psi: "ψ" };
const SUBSCRIPT = "₀₁₂₃₄₅₆₇₈₉";

/** theta_0 as θ₀. */
export function axisName(name) {
  const [head, tail = ""] = String(name).split("_");
  return (GREEK[head] || head) + tail.replace(/\d/g, (digit) => SUBSCRIPT[digit]);
}
