//! The limits between which one container scales.

use super::super::read::record::record;
use super::super::spanned::Spanned;
use crate::domain::scaling::{CpuMode, Limit, limit, with_limits};

macro_rules! vertical {
    (
        {$(#[doc = $doc:literal] $field:ident: ($kind:ty, $given:ty) = $key:literal, $range:expr, $path:literal;)+}
        $containers:tt
        {$(#[doc = $more_doc:literal] $more_field:ident: ($more_kind:ty, $more_given:ty) = $more_key:literal, $more_range:expr, $more_path:literal;)+}
    ) => {
        record! {
            /// The limits between which one container scales.
            VerticalAutoscaling {
                $(#[doc = $doc] optional $field: $given = $key,)+
                $(#[doc = $more_doc] optional $more_field: $more_given = $more_key,)+
                /// CPU cores of a virtual machine.
                optional cpu: i64 = "cpu",
                /// RAM of a virtual machine in GB.
                optional ram: f64 = "ram",
                /// Disk of a virtual machine in GB.
                optional disk: f64 = "disk",
                /// The old name of `minCpu`.
                optional min_vcpu: i64 = "minVCpu",
                /// The old name of `maxCpu`.
                optional max_vcpu: i64 = "maxVCpu",
            }
        }

        impl VerticalAutoscaling {
            /// The numbers that are given, each with its limit.
            pub(crate) fn numbers(&self) -> Vec<(&'static Limit, Spanned<f64>)> {
                let all = [
                    $(self.$field.as_ref().and_then(|field| number($key, field)),)+
                    $(self.$more_field.as_ref().and_then(|field| number($more_key, field)),)+
                ];
                all.into_iter().flatten().collect()
            }
        }
    };
}
with_limits!(vertical);

/// What a limit is written as.
trait Written {
    fn number(&self) -> Option<f64>;
}

impl Written for CpuMode {
    fn number(&self) -> Option<f64> {
        None
    }
}

impl Written for bool {
    fn number(&self) -> Option<f64> {
        None
    }
}

impl Written for f64 {
    fn number(&self) -> Option<f64> {
        Some(*self)
    }
}

impl Written for i64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of cores are small")]
    fn number(&self) -> Option<f64> {
        Some(*self as f64)
    }
}

fn number<T: Written>(key: &str, field: &Spanned<T>) -> Option<(&'static Limit, Spanned<f64>)> {
    let Spanned { value, raw, span, key: place, path } = field;
    let (limit, value) = (limit(key)?, value.number()?);
    Some((limit, Spanned { value, raw: raw.clone(), span: span.clone(), key: place.clone(), path: path.clone() }))
}
