//! Swedish personal identity numbers: found in order to be masked, never to be used.
//! Source: Skatteverket, SKV 704 (Luhn check digit; samordningsnummer have 60 added to the day).

/// Whether a text is a personnummer or samordningsnummer: 10 or 12 digits, an optional `-` or `+` before the last
/// four, a possible month and day, and the check digit.
pub fn is_personnummer(text: &str) -> bool {
    let mut digits = [0u8; 12];
    let mut count = 0;
    for (position, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' if count < 12 => {
                digits[count] = byte - b'0';
                count += 1;
            }
            b'-' | b'+' if position + 5 == text.len() => {}
            _ => return false,
        }
    }
    let ten = match count {
        10 => &digits[..10],
        12 if matches!((digits[0], digits[1]), (1, 8 | 9) | (2, 0)) => &digits[2..],
        _ => return false,
    };
    let month = ten[2] * 10 + ten[3];
    let day = ten[4] * 10 + ten[5];
    let day = if day > 60 { day - 60 } else { day };
    (1..=12).contains(&month) && (1..=31).contains(&day) && luhn(ten)
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .enumerate()
        .map(|(position, &digit)| {
            let value = if position % 2 == 0 { digit * 2 } else { digit };
            u32::from(value / 10 + value % 10)
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The text with the four last digits hidden, as a report may show it.
pub fn mask(text: &str) -> String {
    let keep = text.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    format!("{}****", &text[..keep])
}

#[cfg(test)]
mod tests {
    use super::*;

    // 121212-1212 is the number Skatteverket prints in its own examples; nobody bears it.
    #[test]
    fn the_authoritys_own_example_is_one_in_every_form() {
        for text in ["121212-1212", "1212121212", "191212121212", "19121212-1212", "121212+1212"] {
            assert!(is_personnummer(text), "{text}");
        }
    }

    #[test]
    fn a_day_plus_sixty_is_a_samordningsnummer() {
        assert!(is_personnummer("701063-2391"));
    }

    #[test]
    fn a_wrong_check_digit_month_or_form_is_not_one() {
        for text in ["121212-1213", "121312-1212", "12121-21212", "B121212121", "00000012", "", "121212–1212"] {
            assert!(!is_personnummer(text), "{text}");
        }
    }

    #[test]
    fn the_last_four_are_hidden() {
        assert_eq!(mask("121212-1212"), "121212-****");
        assert_eq!(mask("12"), "****");
    }
}
